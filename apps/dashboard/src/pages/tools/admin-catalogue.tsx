import { useState } from 'react';
import { Link } from 'wouter';
import { Badge } from '../../ui/badge';
import { counted, number, titleOf } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { rolesText, useAdminTools } from './admin-tools';
import type { AdminTool } from './admin-tools';
import { Effect } from './effect';
import { Gate } from './gate';
import { ToolFilter } from './tool-filter';

/** What hosts are served now, upstreams included: who may call it, what it costs to list, whether hosts take it. */
export function AdminCatalogue() {
  const [wanted, setWanted] = useState({ search: '', toolset: '' });
  const [offset, setOffset] = useState(0);
  const tools = useAdminTools(wanted.search, wanted.toolset, offset);
  return (
    <>
      <ToolFilter
        {...wanted}
        toolsets={tools.data?.toolsets ?? []}
        change={(next) => {
          setWanted(next);
          setOffset(0);
        }}
      />
      <Section
        title="Catalogue"
        about={
          tools.data && `${counted(tools.data.total, 'tool')}, about ${counted(tools.data.tokens, 'token')}`
        }
        flush
      >
        <Loaded query={tools}>
          {(page) =>
            page.tools.length === 0 ? (
              <Empty title="No tool matches" />
            ) : (
              <>
                <ToolTable tools={page.tools} />
                <Paging {...page} noun="tool" go={setOffset} />
              </>
            )
          }
        </Loaded>
      </Section>
    </>
  );
}

function ToolTable({ tools }: { readonly tools: readonly AdminTool[] }) {
  return (
    <DataTable
      label="Catalogue"
      rows={tools}
      keyOf={({ name }) => name}
      columns={[
        {
          name: 'Tool',
          cell: ({ name, title }) => (
            <div>
              <Link href={`/tools/${name}`}>
                <code>{name}</code>
              </Link>
              <p className="muted small">{title}</p>
            </div>
          ),
        },
        { name: 'Toolset', cell: ({ toolsets }) => toolsets.map(titleOf).join(', ') },
        { name: 'Effect', cell: ({ hint }) => <Effect hint={hint} /> },
        {
          name: 'Permission',
          cell: (tool) => (
            <div>
              <code>{tool.permission}</code>
              <p className="muted small">{rolesText(tool)}</p>
            </div>
          ),
        },
        { name: 'Tokens', numeric: true, cell: ({ tokens }) => number(tokens) },
        {
          name: 'Hosts',
          cell: ({ gate, shown }) => (shown ? <Gate gate={gate} /> : <Badge tone="warning">Not shown</Badge>),
        },
      ]}
    />
  );
}
