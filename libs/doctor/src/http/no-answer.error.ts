/** There was no HTTP answer; the message is a sentence for people. */
export class NoAnswer extends Error {}

/** The server asked us to slow down (429), which says nothing about the check at hand. */
export class SlowDown extends Error {
  constructor(url: string) {
    super(`The server limits how often it may be asked (429 at ${url}); run the doctor again in a minute.`);
  }
}

/** @returns the reason of a failed request as a NoAnswer */
export function noAnswerOf(error: unknown, host: string, timeoutMs: number): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { code, message } = error as { code?: string; message?: string };
  const sentences: Record<string, string> = {
    ECONNREFUSED: `Nothing listens at ${host}: the connection was refused.`,
    ECONNRESET: `${host} closed the connection without an answer.`,
    ENOTFOUND: `There is no address for the name ${host}.`,
    EAI_AGAIN: `The name ${host} cannot be looked up just now.`,
    ETIMEDOUT: `${host} gave no answer within ${timeoutMs / 1000} s.`,
    EHOSTUNREACH: `There is no way to ${host} from here.`,
    ENETUNREACH: `There is no way to ${host} from here.`,
  };
  const known = code === undefined ? undefined : sentences[code];
  if (known !== undefined) return new NoAnswer(known);
  if (code !== undefined && /CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO_VERIFY/.test(code)) {
    return new NoAnswer(`The certificate of ${host} is not one that hosts trust (${code}).`);
  }
  return new NoAnswer(`${host} could not be asked: ${code ?? message ?? 'no reason given'}.`);
}
