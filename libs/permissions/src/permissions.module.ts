import { Global, Module } from '@nestjs/common';
import { PermissionsGuard } from './permissions.guard';
import { ScopeChallenge } from './scope-challenge';

@Global()
@Module({
  providers: [PermissionsGuard, ScopeChallenge],
  exports: [PermissionsGuard, ScopeChallenge],
})
export class PermissionsModule {}
