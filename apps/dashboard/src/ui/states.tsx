import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError, sentenceOf } from '../api/client';

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 48 32" width="72" height="48" aria-hidden="true" focusable="false">
        <circle cx="30" cy="16" r="13" className="mark-back" />
        <circle cx="18" cy="16" r="13" className="mark-front" />
      </svg>
      <p className="empty-title">{title}</p>
      {children && <div className="muted">{children}</div>}
    </div>
  );
}

export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div className="note note-danger" role="alert">
      <p>{sentenceOf(error)}</p>
      {requestId !== null && (
        <p className="small">
          Request id: <code>{requestId}</code>
        </p>
      )}
      {retry && (
        <Button size="xs" variant="default" mt="xs" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className="stack-small" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={line === 0 ? 18 : 40} width={line === 0 ? '40%' : '100%'} />
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, or why it is not there. What was seen once stays while it is asked for again. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Loading />;
}
