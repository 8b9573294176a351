import { Button, Group } from '@mantine/core';
import { counted, number } from './format';

interface PagingProps {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly noun: string;
  readonly go: (offset: number) => void;
}

export function Paging({ total, limit, offset, noun, go }: PagingProps) {
  if (total <= limit && offset === 0) return <p className="muted small paging">{counted(total, noun)}</p>;
  return (
    <Group justify="space-between" className="paging">
      <p className="muted small">
        {number(offset + 1)}–{number(Math.min(offset + limit, total))} of {counted(total, noun)}
      </p>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={offset === 0}
          onClick={() => go(Math.max(0, offset - limit))}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={offset + limit >= total}
          onClick={() => go(offset + limit)}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
