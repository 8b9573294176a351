import { Badge } from '../../ui/badge';
import { CopyBlock } from '../../ui/copy';
import { number, titleOf } from '../../ui/format';
import { Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { useAdminTool } from './admin-tools';
import type { AdminTool } from './admin-tools';
import { Gate } from './gate';
import { AccessPanel } from './tool-access';
import { HINTS, useTools } from './tools';
import { TryTool } from './try-tool';
import { TryUpstream } from './try-upstream';

/** A tool as it is served, whoever's API it comes from. */
export function AdminDetail({ name }: { readonly name: string }) {
  const tool = useAdminTool(name);
  return (
    <Loaded query={tool}>
      {(found) =>
        found === null ? (
          <Empty title="There is no such tool" />
        ) : (
          <>
            <Facts tool={found} />
            <AccessPanel key={found.name} tool={found.name} />
            {found.upstream === null ? (
              <TryOurs name={found.name} />
            ) : (
              <TryUpstream key={found.name} tool={found} />
            )}
          </>
        )
      }
    </Loaded>
  );
}

function Facts({ tool }: { readonly tool: AdminTool }) {
  return (
    <Section title={tool.title}>
      <div className="stack-small">
        <p>{tool.description}</p>
        <dl className="facts">
          <dt>REST</dt>
          <dd>
            <code>
              {tool.method} {tool.path}
            </code>
          </dd>
          <dt>Toolset</dt>
          <dd>
            {tool.toolsets.map(titleOf).join(', ')}
            {tool.upstream !== null && `, from the upstream ${tool.upstream}`}
          </dd>
          <dt>Effect</dt>
          <dd>
            {HINTS[tool.hint] ?? tool.hint}
            {tool.annotations.open_world && ', and reaches systems outside'}
          </dd>
          <dt>Permission</dt>
          <dd>
            <code>{tool.permission}</code>, and the scope <code>{tool.scope}</code>
          </dd>
          <dt>Who may call it</dt>
          <dd className="row">
            {tool.roles.map(({ role, reach }) => (
              <Badge key={role} tone={reach === 'own' ? 'warning' : 'good'}>
                {role}: {reach === 'own' ? 'Their own' : 'Everything'}
              </Badge>
            ))}
          </dd>
          <dt>Size</dt>
          <dd>About {number(tool.tokens)} tokens in the list</dd>
          <dt>Hosts</dt>
          <dd>
            <Gate gate={tool.gate} /> {!tool.shown && <Badge tone="warning">Not shown</Badge>}
            <Findings tool={tool} />
          </dd>
        </dl>
        <details>
          <summary>Input schema</summary>
          <CopyBlock text={JSON.stringify(tool.input_schema, null, 2)} label="the input schema" />
        </details>
      </div>
    </Section>
  );
}

function Findings({ tool: { gate, shown } }: { readonly tool: AdminTool }) {
  return (
    <>
      {!shown && <p className="small">The bound of the server (MCP_BOUND) keeps it from all hosts.</p>}
      {!gate.passed && (
        <ul>
          {gate.findings.map(({ profile, pointer, message }) => (
            <li key={`${profile} ${pointer} ${message}`} className="small">
              {message} <code className="muted">{pointer}</code> <span className="muted">({profile})</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The form knows the operations of our own document. */
function TryOurs({ name }: { readonly name: string }) {
  const tools = useTools();
  return (
    <Loaded query={tools}>
      {(all) => {
        const tool = all.find((candidate) => candidate.name === name);
        return tool ? <TryTool key={tool.name} tool={tool} /> : null;
      }}
    </Loaded>
  );
}
