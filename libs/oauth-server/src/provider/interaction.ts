import type { Scope } from '@app/auth';

/** The program that asks for access, as the pages show it. */
export interface InteractionClient {
  readonly id: string;
  /** What it calls itself; nobody has checked it unless the client is `static`. */
  readonly name: string;
  /** Host to which the person is sent back, or the scheme of an app such as `cursor:`. */
  readonly redirectHost: string;
  /** Whether that is this machine, where any program could be listening. */
  readonly redirectIsLoopback: boolean;
  /** `static`: set up by the operator; `dynamic`: registered itself; `document`: its id is a URL. */
  readonly registration: 'static' | 'dynamic' | 'document';
  readonly logoUri?: never;
}

/** What the authorization server needs from a person before it can go on with a request. */
export interface Interaction {
  readonly uid: string;
  readonly prompt: 'login' | 'consent';
  readonly client: InteractionClient;
  /** What the client asks for, narrowed to what there is. */
  readonly scopes: readonly Scope[];
  /** Whether the client wants the person to sign in anew, however lately they did. */
  readonly signInAgain: boolean;
  /** Who has signed in for this request; `undefined` before. */
  readonly userId: string | undefined;
}
