import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { isStoreDown, UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { renderErrorPage, setPageHeaders } from '../pages';
import { isFetchAway } from '../registration/fetch-away';
import { currentCaller } from './caller';

interface Words {
  readonly title: string;
  readonly message: string;
}

const AGAIN = 'Go back to your app and connect again.';
const DOWN: Words = {
  title: 'Not available right now',
  message: 'The server cannot answer at the moment. Wait a little, then try again from your app.',
};

/** What a person can do about an error of the protocol. */
const WORDS: Readonly<Record<string, Words>> = {
  invalid_client: {
    title: 'Your app is not known here',
    message:
      'It asks under a registration that does not exist, or exists no longer. Remove the connection in your app and add it again; it then registers anew.',
  },
  invalid_redirect_uri: {
    title: 'Your app wants an answer at a place it has not registered',
    message: `Nothing was sent there. Remove the connection in your app and add it again. If you did not start this yourself, close this page.`,
  },
  server_error: {
    title: 'Something went wrong here',
    message: `It is not your fault, and nothing was approved. ${AGAIN}`,
  },
  temporarily_unavailable: DOWN,
};

/** Errors that cannot be sent back to the client are shown to the person. */
export function renderLibraryError(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void {
  const words = isStoreDown(error) ? DOWN : wordsFor(out, error);
  setPageHeaders(ctx.res, true);
  ctx.body = renderErrorPage({
    ...words,
    detail: [out.error, out.error_description].filter(Boolean).join(': '),
    requestId: currentCaller().requestId,
  });
}

function wordsFor({ error, error_description: description = '' }: ErrorOut, thrown: Error): Words {
  if (thrown.name === 'SessionNotFound') {
    return { title: 'This request to connect is over', message: AGAIN };
  }
  if (error === 'invalid_client' && description.startsWith('client_id metadata document')) {
    return {
      title: 'The description of your app cannot be read',
      message: `Your app names a web address that describes it, and what is there cannot be used. ${AGAIN}`,
    };
  }
  return (
    WORDS[error] ?? {
      title: 'Your app sent a request that cannot be completed',
      message: `${AGAIN} If the same page comes again, tell the maker of the app what the details below say.`,
    }
  );
}

/**
 * What is away for the moment, a store of ours or what describes a client and its keys, is no reason for a client to
 * throw its tokens away, as it does where it is told that nobody knows it (RFC 6749, 5.2 has no such answer).
 */
export function softenOutage(ctx: KoaContextWithOIDC, error: unknown): void {
  if (!isStoreDown(error) && !isFetchAway(error)) return;
  const { body } = ctx;
  ctx.status = 503;
  ctx.set('retry-after', String(UNAVAILABLE_RETRY_SECONDS));
  if (typeof body === 'object' && body !== null && 'error' in body) {
    ctx.body = { error: 'temporarily_unavailable', error_description: DOWN.message };
  }
}
