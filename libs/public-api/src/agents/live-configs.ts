import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RevisionsRepository } from './revisions.repository';

/** What live revisions refer to; such items cannot be deleted or renamed (409 in_use). */
@Injectable()
export class LiveConfigs {
  constructor(private readonly revisions: RevisionsRepository) {}

  /** @returns whether a live revision of the team lists the file, by its exact path */
  usesFile(teamId: TeamId, path: string): Promise<boolean> {
    return this.revisions.liveRefersTo(teamId, 'files', path);
  }

  /** @returns whether a live revision of the team lists the skill */
  usesSkill(teamId: TeamId, skillId: string): Promise<boolean> {
    return this.revisions.liveRefersTo(teamId, 'skills', skillId);
  }
}
