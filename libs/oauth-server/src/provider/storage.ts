import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/secrets';
import { ArtifactsRepository } from '../artifacts/artifacts.repository';
import { ClientRemoval } from '../clients/client-removal';
import { RegistrationsRepository } from '../clients/registrations.repository';

/** What the storage of the library is made of. */
@Injectable()
export class Storage {
  constructor(
    readonly artifacts: ArtifactsRepository,
    readonly registrations: RegistrationsRepository,
    readonly removal: ClientRemoval,
    readonly box: SecretBox,
  ) {}
}
