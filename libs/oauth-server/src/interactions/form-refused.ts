import { ApiException } from '@app/errors';

/** A form that did not come from a page of ours, or from one that was made for somebody else. */
export class FormRefused extends ApiException {
  /** @param detail what the log says */
  constructor(detail: string) {
    super('forbidden', {
      message:
        'Duvo could not tell that you sent it. Go back, reload the page, and try again; cookies have to be allowed.',
      log: detail,
    });
  }
}
