import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, FILE_BODY_LIMIT, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import * as schemas from './sandboxes.schemas';
import { SandboxesService } from './sandboxes.service';

@ApiTags('sandboxes')
@Controller('v1/sandboxes')
export class SandboxesController {
  constructor(private readonly sandboxes: SandboxesService) {}

  @Get()
  @Operation({
    id: 'list_sandboxes',
    summary: 'List sandboxes',
    description:
      'List your sandboxes, newest first; as owner or admin those of the whole team. Use it to find one that is active and serves no run (run_id null) before create_sandbox makes another; see what it holds with list_sandbox_files.',
    permission: 'sandboxes:use',
    hint: 'R',
    response: { 200: schemas.listSandboxesReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.listSandboxesQuery }) query: schemas.ListSandboxesQuery,
  ) {
    return this.sandboxes.list(caller, query);
  }

  @Get(':sandbox_id')
  @Operation({
    id: 'get_sandbox',
    summary: 'Get a sandbox',
    description:
      'Get one sandbox: whether it is still active and until when, which run it serves, how many files it holds. Ids come from list_sandboxes and create_sandbox; list_sandbox_files names the files.',
    permission: 'sandboxes:use',
    hint: 'R',
    response: { 200: schemas.sandboxReply },
    errors: ['not_found'],
  })
  get(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.sandboxParam }) params: { sandbox_id: string },
  ) {
    return this.sandboxes.get(caller, params.sandbox_id);
  }

  @Post()
  @Operation({
    id: 'create_sandbox',
    summary: 'Create a sandbox',
    description:
      'Create an empty working folder for runs that vanishes with its files after expires_in_minutes. Put input into it with upload_sandbox_file, then pass its id as sandbox_id to start_run. At most 20 of yours can be active. For files that last use update_file_content.',
    permission: 'sandboxes:use',
    hint: 'W',
    idempotent: true,
    response: { 201: schemas.sandboxReply },
    errors: ['concurrency_limit'],
  })
  create(
    @Caller() caller: CallerContext,
    @Body({ schema: schemas.createSandboxBody }) body: schemas.CreateSandboxBody,
  ) {
    return this.sandboxes.create(caller, body);
  }

  @Get(':sandbox_id/files')
  @Operation({
    id: 'list_sandbox_files',
    summary: 'List files of a sandbox',
    description:
      'List what one folder of an active sandbox holds, files and folders by name, without content. Use it to see what was uploaded and what a run has made; pass the path of a folder to look into it. A folder that does not exist is empty. The team’s own files are in list_files.',
    permission: 'sandboxes:use',
    hint: 'R',
    response: { 200: schemas.listSandboxFilesReply },
    errors: ['not_found', 'sandbox_expired'],
  })
  listFiles(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.sandboxParam }) params: { sandbox_id: string },
    @Query({ schema: schemas.listSandboxFilesQuery }) query: schemas.ListSandboxFilesQuery,
  ) {
    return this.sandboxes.listFiles(caller, params.sandbox_id, query);
  }

  @Post(':sandbox_id/files')
  @Operation({
    id: 'upload_sandbox_file',
    summary: 'Upload a file to a sandbox',
    description:
      'Put a new file into an active sandbox, for a run to work on. Send text as it is and binary content as base64, at most 10 MB. Nothing is overwritten: choose another path if this one is taken. The file vanishes with the sandbox; for one that lasts use update_file_content.',
    permission: 'sandboxes:use',
    hint: 'W',
    idempotent: true,
    bucket: 'sandbox_upload',
    bodyLimit: FILE_BODY_LIMIT,
    response: { 201: schemas.uploadSandboxFileReply },
    errors: ['not_found', 'invalid_encoding', 'already_exists', 'sandbox_expired'],
  })
  upload(
    @Caller() caller: CallerContext,
    @Param({ schema: schemas.sandboxParam }) params: { sandbox_id: string },
    @Body({ schema: schemas.uploadSandboxFileBody }) body: schemas.UploadSandboxFileBody,
  ) {
    return this.sandboxes.upload(caller, params.sandbox_id, body);
  }
}
