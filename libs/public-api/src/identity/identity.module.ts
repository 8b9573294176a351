import { Module } from '@nestjs/common';
import { IdentityController } from './identity.controller';
import { IdentityService } from './identity.service';
import { OwnLimitsController } from './own-limits.controller';

@Module({ controllers: [IdentityController, OwnLimitsController], providers: [IdentityService] })
export class IdentityModule {}
