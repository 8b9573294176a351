import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { ToolInspection } from '@app/mcp';
import type { ToolRequestBody, ToolRequestView } from './tool-request.schemas';

/** Writes a tool call as the REST request that it stands for, by the codec of the endpoint itself. */
@Injectable()
export class ToolRequests {
  constructor(private readonly tools: ToolInspection) {}

  /** @throws ApiException not_found for an unknown tool; invalid_request for arguments that it refuses */
  write(name: string, { arguments: args }: ToolRequestBody): ToolRequestView {
    const call = this.tools.encode(name, args);
    if (!call) throw new ApiException('not_found', { message: `There is no tool "${name}".` });
    const { request, issues } = call;
    if (issues.length > 0) throw new ApiException('invalid_request', { details: issues });
    const { bodyEncoding, ...written } = request;
    return { request: { ...written, body_encoding: bodyEncoding } };
  }
}
