import { All, Controller } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { Surface } from '@app/permissions';

/** Where requests go that no route of `/v1` serves, so that the guards judge them like any other. */
export const NO_ROUTE_PATH = '/v1/no-route';

@Controller()
export class NoRouteController {
  /** Reached by nobody whose request was sent here: the last guard has thrown what the request left behind. */
  @All(NO_ROUTE_PATH)
  @Surface({ id: 'no_route', access: 'credential' })
  answer(): never {
    throw new ApiException('not_found');
  }
}
