import { Button, Group } from '@mantine/core';
import { CopyBlock } from '../../ui/copy';

/** The one time that a secret is shown. */
export function Secret({ secret, done }: { readonly secret: string; readonly done: () => void }) {
  return (
    <div className="stack-small">
      <p className="note note-warning">Copy it now: it is not shown again, and nobody can look it up.</p>
      <CopyBlock text={secret} label="the key" />
      <Group justify="flex-end">
        <Button onClick={done}>Done</Button>
      </Group>
    </div>
  );
}
