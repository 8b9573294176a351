import type { Request, Response } from 'express';
import { requestIdOf } from '@app/errors';
import type { ApiException, ErrorCode } from '@app/errors';
import { errorPage } from '../pages/error.page';
import { InteractionGone } from '../provider/interaction-gone';
import { FormRefused } from './form-refused';
import { send } from './page-answer';

interface Words {
  readonly title: string;
  /** What to do; the sentence of the error if there is none. */
  readonly message?: string;
}

const AGAIN = 'Go back to your app and connect again.';

const WORDS: Readonly<Partial<Record<ErrorCode, Words>>> = {
  not_found: { title: 'There is no such page', message: AGAIN },
  payload_too_large: { title: 'That was too much', message: AGAIN },
  unsupported_media_type: { title: 'This form could not be read', message: AGAIN },
  rate_limited: { title: 'Too many tries', message: 'Wait a minute, then try again.' },
  unavailable: { title: 'Duvo is not available', message: 'Wait a moment, then reload this page.' },
  internal_error: {
    title: 'Something went wrong on our side',
    message: 'Wait a moment, then reload this page. If it stays, tell whoever runs this server.',
  },
};

/** Writes an error as a page; what an error of the API says is for programs. */
export function writeErrorPage(error: ApiException, request: Request, response: Response): void {
  const { title, message } = wordsOf(error);
  send(response, {
    page: errorPage({ title, message: message ?? error.message, requestId: requestIdOf(request) }),
    status: error.getStatus(),
    headers: error.headers,
    isLast: true,
  });
}

function wordsOf(error: ApiException): Words {
  if (error instanceof InteractionGone) return { title: 'This page is no longer valid' };
  if (error instanceof FormRefused) return { title: 'This form was not accepted' };
  return WORDS[error.code] ?? { title: 'This did not work', message: AGAIN };
}
