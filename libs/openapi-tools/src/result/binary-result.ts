import type { ContentBlock, HttpResponse, ResultBudget, ToolResult } from '../model/result';
import type { ToolDefinition } from '../model/tool';
import { header } from './retry-advice';
import { limitOf } from './shrink-json';

const MAX_NAME = 100;

/** An image, a sound or a file as the block of its kind; over the cap a link to it. */
export function binaryResult(
  tool: ToolDefinition,
  response: HttpResponse,
  mimeType: string,
  budget: ResultBudget,
): ToolResult {
  const bytes =
    typeof response.body === 'string' ? Buffer.from(response.body, 'utf8') : Buffer.from(response.body ?? []);
  const content = contentOf(tool, response, mimeType, bytes, budget);
  // The bytes have no place in an object; what they are has.
  const structuredContent = { mimeType, bytes: bytes.length };
  return { content, ...(tool.outputSchema !== null && { structuredContent }), isError: false };
}

function contentOf(
  tool: ToolDefinition,
  response: HttpResponse,
  mimeType: string,
  bytes: Buffer,
  budget: ResultBudget,
): ContentBlock[] {
  const uri = budget.link ?? `result:///${tool.name}`;
  if (Math.ceil(bytes.length / 3) * 4 > limitOf(budget)) {
    const size = bytes.length;
    const text = `Binary content of type ${mimeType}, ${String(size)} bytes: too large to include.`;
    const name = fileNameOf(response) ?? tool.name;
    return [
      { type: 'text', text },
      { type: 'resource_link', uri, name, mimeType, size },
    ];
  }
  const data = bytes.toString('base64');
  const [kind] = mimeType.split('/');
  if (kind === 'image' || kind === 'audio') return [{ type: kind, data, mimeType }];
  return [{ type: 'resource', resource: { uri, mimeType, blob: data } }];
}

/** File name of `Content-Disposition` (RFC 6266), without any folder. */
function fileNameOf({ headers }: HttpResponse): string | null {
  const text = header(headers, 'content-disposition') ?? '';
  const name = /;\s*filename\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(text);
  const plain = (name?.[1] ?? name?.[2] ?? '').replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f]/g, '');
  return plain === '' ? null : plain.slice(0, MAX_NAME);
}
