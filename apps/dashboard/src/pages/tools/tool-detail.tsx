import { Link, useParams } from 'wouter';
import { isAdmin, useMe } from '../../api/session';
import { Badge } from '../../ui/badge';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { AdminDetail } from './admin-detail';
import type { Tool } from './document';
import { HINTS, reachOf, useRoles, useTools } from './tools';
import { TryTool } from './try-tool';

const REACH = { any: 'Everything', own: 'Their own', none: 'Not at all' } as const;

export default function ToolPage() {
  const { name = '' } = useParams<{ name: string }>();
  const role = useMe().data?.current_team?.role;
  return (
    <Page title={name} lead={<Link href="/tools">All tools</Link>}>
      {isAdmin(role) ? <AdminDetail name={name} /> : <Detail name={name} />}
    </Page>
  );
}

function Detail({ name }: { readonly name: string }) {
  const tools = useTools();
  return (
    <Loaded query={tools}>
      {(all) => {
        const tool = all.find((candidate) => candidate.name === name);
        if (!tool) return <Empty title="There is no such tool" />;
        return (
          <>
            <About tool={tool} />
            <TryTool key={tool.name} tool={tool} />
          </>
        );
      }}
    </Loaded>
  );
}

function About({ tool }: { readonly tool: Tool }) {
  const roles = useRoles();
  return (
    <Section title={tool.summary}>
      <div className="stack-small">
        <p>{tool.description}</p>
        <dl className="facts">
          <dt>REST</dt>
          <dd>
            <code>
              {tool.method} {tool.path}
            </code>
          </dd>
          <dt>Effect</dt>
          <dd>
            {HINTS[tool.hint] ?? tool.hint}
            {tool.reachesOut && ', and reaches systems outside'}
          </dd>
          <dt>Permission</dt>
          <dd>
            <code>{tool.permission}</code>
          </dd>
          <dt>Who may call it</dt>
          <dd className="row">
            {roles.data &&
              reachOf(tool, roles.data).map(({ role, reach }) => (
                <Badge key={role} tone={reach === 'none' ? 'neutral' : reach === 'own' ? 'warning' : 'good'}>
                  {role}: {REACH[reach]}
                </Badge>
              ))}
          </dd>
        </dl>
      </div>
    </Section>
  );
}
