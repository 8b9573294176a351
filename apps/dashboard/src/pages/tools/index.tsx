import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { Badge } from '../../ui/badge';
import { counted, titleOf } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Tool } from './document';
import { HINTS, isDestructive, useTools } from './tools';

export default function ToolsPage() {
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState('');
  const tools = useTools();
  return (
    <Page
      title="Tools"
      lead="What a connected host can do, each with its schema. Open one to try it as yourself."
    >
      <Loaded query={tools}>
        {(all) => {
          const tags = [...new Set(all.map((tool) => tool.tag))];
          const found = all.filter((tool) => matches(tool, search, tag));
          return (
            <>
              <div className="row-end" role="search" aria-label="Filter tools">
                <TextInput
                  label="Search"
                  placeholder="Name or words"
                  value={search}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
                <NativeSelect
                  label="Toolset"
                  value={tag}
                  data={[
                    { value: '', label: 'All' },
                    ...tags.map((name) => ({ value: name, label: titleOf(name) })),
                  ]}
                  onChange={(event) => setTag(event.currentTarget.value)}
                />
              </div>
              <Section title="Catalogue" about={counted(found.length, 'tool')} flush>
                {found.length === 0 ? <Empty title="No tool matches" /> : <ToolTable tools={found} />}
              </Section>
            </>
          );
        }}
      </Loaded>
    </Page>
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
        {
          name: 'Effect',
          cell: (tool) => (
            <Badge tone={isDestructive(tool) ? 'danger' : tool.hint === 'R' ? 'good' : 'neutral'}>
              {HINTS[tool.hint]?.split(/[;,]/)[0] ?? tool.hint}
            </Badge>
          ),
        },
      ]}
    />
  );
}
