import { NativeSelect, TextInput } from '@mantine/core';
import { titleOf } from '../../ui/format';

interface Wanted {
  readonly search: string;
  readonly toolset: string;
}

interface ToolFilterProps extends Wanted {
  readonly toolsets: readonly string[];
  readonly change: (wanted: Wanted) => void;
}

export function ToolFilter({ search, toolset, toolsets, change }: ToolFilterProps) {
  return (
    <div className="row-end" role="search" aria-label="Filter tools">
      <TextInput
        label="Search"
        placeholder="Name or words"
        maxLength={200}
        value={search}
        onChange={(event) => change({ search: event.currentTarget.value, toolset })}
      />
      <NativeSelect
        label="Toolset"
        value={toolset}
        data={[
          { value: '', label: 'All' },
          ...toolsets.map((name) => ({ value: name, label: titleOf(name) })),
        ]}
        onChange={(event) => change({ search, toolset: event.currentTarget.value })}
      />
    </div>
  );
}
