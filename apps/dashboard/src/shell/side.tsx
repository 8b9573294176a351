import { Button, NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { isAdmin, useSignOut, useSwitchTeam } from '../api/session';
import type { Me } from '../api/session';
import { Brand } from './brand';
import { Navigation } from './navigation';

/** Where one is, in which team, and as whom. */
export function Side({ me }: { readonly me: Me }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="side" data-open={isOpen || undefined}>
      <div className="side-top">
        <Link href="/" className="brand">
          <Brand />
        </Link>
        <Button
          className="menu-button"
          size="xs"
          variant="default"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </Button>
      </div>
      <TeamSwitch me={me} />
      <Navigation isAdmin={isAdmin(me.current_team?.role)} onGo={() => setOpen(false)} />
      <Account me={me} />
    </header>
  );
}

function TeamSwitch({ me }: { readonly me: Me }) {
  const switchTeam = useSwitchTeam();
  return (
    <NativeSelect
      aria-label="Team"
      value={me.current_team?.id ?? ''}
      disabled={switchTeam.isPending}
      data={[
        ...(me.current_team === null ? [{ value: '', label: 'No team', disabled: true }] : []),
        ...me.teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => switchTeam.mutate(event.currentTarget.value)}
    />
  );
}

function Account({ me }: { readonly me: Me }) {
  const signOut = useSignOut();
  return (
    <div className="side-foot">
      <ColorScheme />
      <div className="small">
        <strong>{me.user.name}</strong>
        <div className="muted">
          {me.user.email}
          {me.current_team && `, ${me.current_team.role}`}
        </div>
      </div>
      <Button size="xs" variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </Button>
    </div>
  );
}

function ColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label="Colour scheme"
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={[
        { value: 'auto', label: 'Auto' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
    />
  );
}
