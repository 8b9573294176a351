import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { mayHaveKeys, useMe } from '../../api/session';
import { Copy, CopyBlock } from '../../ui/copy';
import { Page, Section } from '../../ui/page';
import { NewKey } from '../api-keys/new-key';
import { ConnectionCheck } from './connection-check';
import { hostsFor } from './hosts';
import type { HostSettings } from './hosts';

const PLACE_OF_KEY = 'duvo_live_…';

export default function ConnectPage() {
  const me = useMe().data;
  const endpoint = `${location.origin}/v1/mcp`;
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState(PLACE_OF_KEY);
  const hosts = hostsFor(endpoint, secret);
  return (
    <Page
      title="Connect"
      lead="Give your AI host one address. It can then do in this team what you may do, and nothing more."
    >
      <Section title="Your MCP address" about="Most hosts need nothing else: they open a browser to sign in.">
        <div className="address">
          <code>{endpoint}</code>
          <Copy text={endpoint} label="the MCP address" />
        </div>
      </Section>
      <Section
        title="Set up your host"
        about="Hosts without a browser take a key. One that you make here is filled in until you leave this page."
        actions={
          mayHaveKeys(me?.current_team?.role) && (
            <Button variant="default" onClick={() => setMaking(true)}>
              Make a key
            </Button>
          )
        }
      >
        <Tabs defaultValue={hosts[0]?.name ?? null} keepMounted={false}>
          <Tabs.List aria-label="Hosts">
            {hosts.map(({ name }) => (
              <Tabs.Tab key={name} value={name}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {hosts.map((host) => (
            <Tabs.Panel key={host.name} value={host.name} pt="md">
              <HostPanel host={host} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Section>
      <ConnectionCheck />
      <NewKey isOpen={isMaking} close={() => setMaking(false)} made={setSecret} />
    </Page>
  );
}

function HostPanel({ host }: { readonly host: HostSettings }) {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return (
    <div className="stack-small">
      {host.inCloud && isLocal && (
        <p className="note note-warning">
          {host.name} calls from its own servers and cannot reach this computer. It needs a server with an
          https address on the internet.
        </p>
      )}
      <ol className="steps">
        {host.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CopyBlock text={host.paste} label={`settings for ${host.name}`} />
      {host.withKey !== undefined && (
        <>
          <h3>With an API key instead</h3>
          <CopyBlock text={host.withKey} label={`settings for ${host.name} with a key`} />
        </>
      )}
    </div>
  );
}
