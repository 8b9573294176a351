import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/secrets';
import { ArtifactsRepository } from '../artifacts/artifacts.repository';
import { ClientRemoval } from '../clients/client-removal';
import { RegistrationsRepository } from '../clients/registrations.repository';
import { ApprovalsRepository } from '../connected-apps/approvals.repository';

/** What the storage of the library is made of. */
@Injectable()
export class ArtifactStorage {
  constructor(
    readonly artifacts: ArtifactsRepository,
    readonly registrations: RegistrationsRepository,
    readonly approvals: ApprovalsRepository,
    readonly removal: ClientRemoval,
    readonly box: SecretBox,
  ) {}
}
