import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { decodeContent } from '../files';
import { toPageView } from '../shared';
import { limitedTo, requireReach } from './sandbox-access';
import { SandboxCreator } from './sandbox-creator';
import { SandboxFileWriter } from './sandbox-file-writer';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { SandboxesRepository } from './sandboxes.repository';
import type { Sandbox } from './sandboxes.repository';
import { toEntryView, toSandboxView } from './sandboxes.schemas';
import type {
  CreateSandboxBody,
  ListSandboxesQuery,
  ListSandboxFilesQuery,
  SandboxView,
  UploadSandboxFileBody,
} from './sandboxes.schemas';

/** The operations on sandboxes, from request to reply. */
@Injectable()
export class SandboxesService {
  constructor(
    private readonly sandboxes: SandboxesRepository,
    private readonly files: SandboxFilesRepository,
    private readonly creator: SandboxCreator,
    private readonly writer: SandboxFileWriter,
  ) {}

  async list(caller: CallerContext, query: ListSandboxesQuery) {
    const filter = { active: query.status && query.status === 'active', createdBy: limitedTo(caller) };
    const page = await this.sandboxes.list(caller.teamId, filter, query);
    return toPageView('sandboxes', page, query, toSandboxView);
  }

  /** @throws ApiException `not_found`, `forbidden` */
  async get(caller: CallerContext, id: string): Promise<{ sandbox: SandboxView }> {
    return { sandbox: toSandboxView(await this.reachable(caller, id)) };
  }

  /** @throws ApiException `concurrency_limit` */
  async create({ teamId, userId }: CallerContext, body: CreateSandboxBody) {
    const wanted = { name: body.name ?? null, minutes: body.expires_in_minutes };
    return { sandbox: toSandboxView(await this.creator.create(teamId, userId, wanted)) };
  }

  /** @throws ApiException `not_found`, `forbidden`, `sandbox_expired` */
  async listFiles(caller: CallerContext, id: string, query: ListSandboxFilesQuery) {
    await this.reachableActive(caller, id);
    const page = await this.files.listFolder(caller.teamId, id, query.path, query);
    return toPageView('files', page, query, (entry) => toEntryView(query.path, entry));
  }

  /**
   * @throws ApiException `not_found`, `forbidden`, `sandbox_expired`, `invalid_encoding`, `payload_too_large`,
   * `already_exists`
   */
  async upload(caller: CallerContext, id: string, { path, content, encoding }: UploadSandboxFileBody) {
    await this.reachableActive(caller, id);
    const bytes = await decodeContent(content, encoding);
    const write = { sandboxId: id, path, bytes, overwrite: false };
    return { path, size_bytes: await this.writer.write(caller.teamId, write) };
  }

  private async reachable(caller: CallerContext, id: string): Promise<Sandbox> {
    const sandbox = await this.sandboxes.find(caller.teamId, id);
    if (!sandbox) throw new ApiException('not_found');
    requireReach(caller, sandbox);
    return sandbox;
  }

  private async reachableActive(caller: CallerContext, id: string): Promise<void> {
    const { isActive } = await this.reachable(caller, id);
    if (!isActive) throw new ApiException('sandbox_expired');
  }
}
