import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@app/config';

/** The server cannot listen. The message is one sentence for the operator. */
export class ListenError extends Error {}

/**
 * Opens the port.
 * @throws ListenError if the system refuses it
 */
export async function listen(app: NestExpressApplication, config: Config): Promise<void> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ListenError(listenSentence(code, config), { cause: error });
  }
}

/** @param code of the system error */
export function listenSentence(code: string, { host, port }: Pick<Config, 'host' | 'port'>): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken; set PORT to a free one.`;
    case 'EACCES':
      return `This user may not listen on port ${port}; set PORT to one above 1023.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name "${host}" does not resolve (${code}); set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine; set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`;
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return `This machine cannot listen on ${host} (${code}); set HOST to another address, such as 127.0.0.1 or 0.0.0.0.`;
  }
  return `The server cannot listen on port ${port} of ${host} (${code}); check HOST and PORT.`;
}
