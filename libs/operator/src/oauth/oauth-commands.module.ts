import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { PeopleFinder } from '../keys/people-finder';
import { OAuthCommands } from './oauth-commands';
import { OAuthKeeper } from './oauth-keeper';

/** The operator's commands about connected hosts. */
@Module({})
export class OAuthCommandsModule {
  /**
   * @param source module that exports the keeper
   * @param keeper class that has the connected apps and keys
   */
  static forRoot(source: Type, keeper: Type<OAuthKeeper>): DynamicModule {
    return {
      module: OAuthCommandsModule,
      imports: [source],
      providers: [PeopleFinder, OAuthCommands, { provide: OAuthKeeper, useExisting: keeper }],
    };
  }
}
