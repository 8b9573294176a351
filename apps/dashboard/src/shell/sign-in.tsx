import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useSignIn, useSignInWays } from '../api/session';
import { sentenceOf } from '../api/client';
import { Loaded } from '../ui/states';
import { Brand } from './brand';

/** The door. Whoever was on the way to a page is there once they are in. */
export function SignIn() {
  const ways = useSignInWays();
  useEffect(() => {
    document.title = 'Sign in · Duvo';
  }, []);
  return (
    <div className="entry">
      <header className="brand">
        <Brand />
      </header>
      <main className="entry-card">
        <div className="stack">
          <div>
            <h1>Sign in</h1>
            <p className="lead">Connect hosts, watch your agents, and set limits.</p>
          </div>
          <Loaded query={ways}>
            {({ password, identity_provider: provider }) => (
              <>
                {provider && (
                  <Button
                    component="a"
                    size="md"
                    variant={password ? 'default' : 'filled'}
                    href={`${provider.start_path}?next=${encodeURIComponent(location.pathname + location.search)}`}
                  >
                    Sign in with {provider.name}
                  </Button>
                )}
                {password && <PasswordForm />}
              </>
            )}
          </Loaded>
        </div>
      </main>
    </div>
  );
}

function PasswordForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  return (
    <form className="stack" onSubmit={submit}>
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
  );
}
