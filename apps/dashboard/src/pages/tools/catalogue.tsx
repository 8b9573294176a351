import { useState } from 'react';
import { Link } from 'wouter';
import { counted, titleOf } from '../../ui/format';
import { Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Tool } from './document';
import { Effect } from './effect';
import { ToolFilter } from './tool-filter';
import { useTools } from './tools';

/** What everybody sees: the operations as the API describes itself. */
export function Catalogue() {
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState('');
  const tools = useTools();
  return (
    <Loaded query={tools}>
      {(all) => {
        const tags = [...new Set(all.map((tool) => tool.tag))];
        const found = all.filter((tool) => matches(tool, search, tag));
        return (
          <>
            <ToolFilter
              search={search}
              toolset={tag}
              toolsets={tags}
              change={(wanted) => {
                setSearch(wanted.search);
                setTag(wanted.toolset);
              }}
            />
            <Section title="Catalogue" about={counted(found.length, 'tool')} flush>
              {found.length === 0 ? <Empty title="No tool matches" /> : <ToolTable tools={found} />}
            </Section>
          </>
        );
      }}
    </Loaded>
  );
}

function matches(tool: Tool, search: string, tag: string): boolean {
  const words = search.toLowerCase().split(/\s+/);
  const text = `${tool.name} ${tool.summary} ${tool.description}`.toLowerCase();
  return (tag === '' || tool.tag === tag) && words.every((word) => text.includes(word));
}

function ToolTable({ tools }: { readonly tools: readonly Tool[] }) {
  return (
    <DataTable
      label="Catalogue"
      rows={tools}
      keyOf={({ name }) => name}
      columns={[
        {
          name: 'Tool',
          cell: ({ name }) => (
            <Link href={`/tools/${name}`}>
              <code>{name}</code>
            </Link>
          ),
        },
        { name: 'Does', cell: ({ summary }) => summary },
        { name: 'Toolset', cell: ({ tag }) => titleOf(tag) },
        { name: 'Permission', cell: ({ permission }) => <code className="muted">{permission}</code> },
        { name: 'Effect', cell: ({ hint }) => <Effect hint={hint} /> },
      ]}
    />
  );
}
