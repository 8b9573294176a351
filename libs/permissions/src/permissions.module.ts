import { Global, Module } from '@nestjs/common';
import { PermissionsGuard } from './permissions.guard';
import { ScopeChallenge } from './scope-challenge';
import { ServedRoutes } from './served-routes.service';
import { Standing } from './standing.service';

@Global()
@Module({
  providers: [PermissionsGuard, ScopeChallenge, ServedRoutes, Standing],
  exports: [PermissionsGuard, ScopeChallenge, ServedRoutes, Standing],
})
export class PermissionsModule {}
