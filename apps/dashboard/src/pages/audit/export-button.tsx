import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ApiError, pathWith, sentenceOf } from '../../api/client';
import type { AuditFilters } from './index';

/** Everything that matches, as a file with one JSON object a line. */
export function ExportButton({ filters }: { readonly filters: AuditFilters }) {
  const save = useMutation({ mutationFn: () => download(filters) });
  return (
    <div>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        Export as NDJSON
      </Button>
      {save.isError && (
        <p className="small" role="alert">
          {sentenceOf(save.error)}
        </p>
      )}
    </div>
  );
}

async function download(filters: AuditFilters): Promise<void> {
  const response = await fetch(pathWith('/api/admin/audit-log', { ...filters }), {
    headers: { accept: 'application/x-ndjson' },
  });
  if (!response.ok) {
    throw new ApiError(response.status, 'export', 'The log could not be exported. Try again.', null, []);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `audit-log-${new Date().toISOString().slice(0, 10)}.ndjson`;
  link.click();
  URL.revokeObjectURL(address);
}
