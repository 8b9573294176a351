import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useSignIn } from '../api/session';
import { sentenceOf } from '../api/client';
import { Brand } from './brand';

export function SignIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  useEffect(() => {
    document.title = 'Sign in · Duvo';
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  return (
    <div className="entry">
      <header className="brand">
        <Brand />
      </header>
      <main className="entry-card">
        <form className="stack" onSubmit={submit}>
          <div>
            <h1>Sign in</h1>
            <p className="lead">Connect hosts, watch your agents, and set limits.</p>
          </div>
          {signIn.isError && (
            <p className="note note-danger" role="alert">
              {sentenceOf(signIn.error)}
            </p>
          )}
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={signIn.isPending}>
            Sign in
          </Button>
        </form>
      </main>
    </div>
  );
}
