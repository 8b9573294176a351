import { ApiException } from '@app/errors';

/**
 * The request for access is over, was begun in another browser, or belongs to another tab. There is nothing to
 * go back to: the person has to start again in the program that sent them.
 */
export class InteractionGone extends ApiException {
  constructor(detail: string) {
    super('invalid_request', {
      message: 'This request to connect is over. Go back to your app and connect again.',
      log: detail,
    });
  }
}
