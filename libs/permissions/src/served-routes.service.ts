import { Injectable } from '@nestjs/common';
import type { OperationPolicy } from './policy';
import type { RouteLookup } from './route-table';

/** The routes of this process, for whoever has to say by which policy a call will be judged. */
@Injectable()
export class ServedRoutes {
  private routes: RouteLookup | undefined;

  /** Called once, when the process knows its routes. */
  are(routes: RouteLookup): void {
    this.routes = routes;
  }

  /**
   * @param path of a request, or the template of one: a `{name}` stands where any value could
   * @returns the policy that judges calls of this operation; nothing if there is no such operation
   */
  policyOf(method: string, path: string): OperationPolicy | undefined {
    const policy = this.routes?.match(method, path)?.route.policy;
    return policy?.kind === 'operation' ? policy : undefined;
  }
}
