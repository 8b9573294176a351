import { Global, Module } from '@nestjs/common';
import { PermissionsGuard } from './permissions.guard';
import { ScopeChallenge } from './scope-challenge';
import { ServedRoutes } from './served-routes.service';

@Global()
@Module({
  providers: [PermissionsGuard, ScopeChallenge, ServedRoutes],
  exports: [PermissionsGuard, ScopeChallenge, ServedRoutes],
})
export class PermissionsModule {}
