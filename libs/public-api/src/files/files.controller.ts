import { Body, Controller, Delete, Get, HttpStatus, Patch, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Caller, FILE_BODY_LIMIT, Operation } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { successReply } from '../shared';
import * as schemas from './files.schemas';
import { FilesService } from './files.service';

@ApiTags('files')
@Controller('v1/files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Get()
  @Operation({
    id: 'list_files',
    summary: 'List files',
    description:
      'List the files of the team’s storage by path, without content. Use prefix to look into one folder (invoices/2026/) and search to find a file by any part of its path. Read a file with get_file_content.',
    permission: 'files:read',
    hint: 'R',
    response: { 200: schemas.listFilesReply },
  })
  list(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.listFilesQuery }) query: schemas.ListFilesQuery,
  ) {
    return this.files.list(caller, query);
  }

  @Get('content')
  @Operation({
    id: 'get_file_content',
    summary: 'Read a file',
    description:
      'Read a file, or a slice of it: text as utf-8, anything else as base64, unless encoding says otherwise. A text slice ends on a character and holds at least one; an offset inside a character counts as its start. While next_offset_bytes is not null there is more: call again with it as offset_bytes. Pass etag as if_match when you write the file back.',
    permission: 'files:read',
    hint: 'R',
    slice: {
      content: 'content',
      encoding: 'encoding',
      size: 'size_bytes',
      next: 'next_offset_bytes',
      limit: 'max_bytes',
    },
    response: { 200: schemas.getFileContentReply },
    errors: ['not_found', 'conflict', 'not_text'],
  })
  read(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.getFileContentQuery }) query: schemas.GetFileContentQuery,
  ) {
    return this.files.read(caller, query);
  }

  @Put('content')
  @Operation({
    id: 'update_file_content',
    summary: 'Write a file',
    description:
      'Create a file, or replace its whole content; the old content is lost. Folders come into being with their files. Send text as it is and binary content as base64, at most 10 MB. To change a file that others may change too, read it first and pass its etag as if_match; to create only, set overwrite to false.',
    permission: 'files:write',
    hint: 'D',
    bodyLimit: FILE_BODY_LIMIT,
    response: { 200: schemas.fileReply, 201: schemas.fileReply },
    errors: ['invalid_encoding', 'already_exists', 'path_conflict', 'etag_mismatch', 'quota_exceeded'],
  })
  async write(
    @Caller() caller: CallerContext,
    @Body({ schema: schemas.updateFileContentBody }) body: schemas.UpdateFileContentBody,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { reply, created } = await this.files.write(caller, body);
    response.status(created ? HttpStatus.CREATED : HttpStatus.OK);
    return reply;
  }

  @Patch()
  @Operation({
    id: 'rename_file',
    summary: 'Rename a file',
    description:
      'Rename a file in its folder, keeping the extension; path and new_name are both needed. Use it instead of writing the content anew. Returns the file with its new path. To move a file to another folder, write it there and delete it here. A file that a live revision of an agent lists cannot be renamed.',
    permission: 'files:write',
    hint: 'W',
    response: { 200: schemas.fileReply },
    errors: ['not_found', 'already_exists', 'path_conflict', 'in_use', 'etag_mismatch'],
  })
  rename(
    @Caller() caller: CallerContext,
    @Body({ schema: schemas.renameFileBody }) body: schemas.RenameFileBody,
  ) {
    return this.files.rename(caller, body);
  }

  @Delete()
  @Operation({
    id: 'delete_file',
    summary: 'Delete a file',
    description:
      'Delete a file for good. Use it for files nobody needs any more; pass if_match to delete only what you have read. Returns success true. A file that a live revision of an agent lists cannot be deleted: promote a revision without it first.',
    permission: 'files:write',
    hint: 'D',
    response: { 200: successReply },
    errors: ['not_found', 'in_use', 'etag_mismatch'],
  })
  delete(
    @Caller() caller: CallerContext,
    @Query({ schema: schemas.deleteFileQuery }) query: schemas.DeleteFileQuery,
  ) {
    return this.files.delete(caller, query);
  }
}
