import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Message, Messages as MessagePage } from '../../api/types';
import { clock, titleOf } from '../../ui/format';
import { Empty, Failure, Loading } from '../../ui/states';

const PAGE = 50;

/** The transcript, as far as it was loaded; a live one grows by itself. */
export function Messages({ runId, isLive }: { readonly runId: string; readonly isLive: boolean }) {
  const pages = useInfiniteQuery({
    queryKey: ['messages', runId],
    queryFn: ({ pageParam }) =>
      call<MessagePage>('GET', `/v1/runs/${runId}/messages`, { query: { limit: PAGE, offset: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, total }) => (offset + PAGE < total ? offset + PAGE : undefined),
    refetchInterval: isLive ? 3000 : false,
  });
  if (pages.isPending) return <Loading />;
  if (pages.isError) return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  const messages = pages.data.pages.flatMap((page) => page.messages);
  if (messages.length === 0) return <Empty title="Nothing was said yet" />;
  return (
    <>
      <ol className="messages" aria-label="Messages">
        {messages.map((message) => (
          <li key={message.id} className={`message message-${message.role}`}>
            <p className="small muted">
              {titleOf(message.role)} · {titleOf(message.type)} · {clock(message.created_at)}
            </p>
            <Content message={message} />
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function Content({
  message: { text, tool_call: toolCall, tool_result: result },
}: {
  readonly message: Message;
}) {
  return (
    <>
      {text !== null && <p>{text}</p>}
      {toolCall && (
        <pre className="code" tabIndex={0} aria-label={`Call of ${toolCall.name}`}>
          {toolCall.name} {JSON.stringify(toolCall.arguments, null, 2)}
        </pre>
      )}
      {result && (
        <pre className="code" tabIndex={0} aria-label="Result">
          {result.error ?? result.result}
        </pre>
      )}
    </>
  );
}
