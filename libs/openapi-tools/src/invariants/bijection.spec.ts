import fc from 'fast-check';
import { canon } from '../codec/canon';
import { decode } from '../codec/decode';
import { encode } from '../codec/encode';
import { convert } from '../convert/convert';
import type { JsonObject } from '../model/json';
import type { EncodedRequest } from '../model/request';
import type { ToolDefinition } from '../model/tool';
import { stableJson } from '../text/stable-json';
import { documentArb, valueArb, type Schema } from '../testing/arbitrary-documents.spec-support';
import { argumentSchema, propertyRuns } from '../testing/documents.spec-support';

/** Invariant 4: `decode(encode(args))` equals `canon(args)` for all accepted arguments. */
describe('bijection', () => {
  interface Call {
    tool: ToolDefinition;
    args: JsonObject;
  }

  function at(doc: unknown, pointer: string): unknown {
    return pointer
      .split('/')
      .slice(1)
      .reduce<unknown>(
        (node, token) => (node as Schema)[token.replaceAll('~1', '/').replaceAll('~0', '~')],
        doc,
      );
  }

  function argumentArb(doc: Record<string, unknown>, tool: ToolDefinition): fc.Arbitrary<JsonObject> {
    const schemas = (doc.components as { schemas: Record<string, unknown> }).schemas;
    const fields = tool.arguments.map(
      ({ name, pointer, in: place, role, wire }): [string, fc.Arbitrary<unknown>] => {
        const listed = argumentSchema(tool, name).type === 'array';
        if (isFile(tool, wire, role)) return [name, listed ? fc.array(bytesArb, { maxLength: 2 }) : bytesArb];
        if (role === 'filename' || role === 'content_type') return [name, companionArb(role, listed)];
        const node = at(doc, pointer) as Schema | undefined;
        if (node === undefined) return [name, fc.string()];
        if (role === 'rest')
          return [name, fc.dictionary(fc.stringMatching(/^k[a-z]{1,3}$/), fc.jsonValue(), { maxKeys: 2 })];
        const content = node.content as Record<string, Schema> | undefined;
        const schema = place === 'body' ? node : (content?.['application/json']?.schema ?? node.schema);
        return [
          name,
          fc.oneof({ weight: 4, arbitrary: valueArb(schema, schemas) }, fc.jsonValue({ maxDepth: 2 })),
        ];
      },
    );
    const requiredKeys = tool.arguments
      .filter((argument) => argument.required)
      .map((argument) => argument.name);
    return fc
      .record(Object.fromEntries(fields), { requiredKeys })
      .map((args) => JSON.parse(JSON.stringify(args)) as JsonObject);
  }

  const bytesArb = fc.oneof(
    fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.constantFrom('', 'LS0NCg==', 'nonsense'),
  );

  function companionArb(role: string, listed: boolean): fc.Arbitrary<unknown> {
    const one =
      role === 'filename'
        ? fc.constantFrom('a.png', 'é "x"', 'id', 'a%22b')
        : fc.constantFrom('image/png', 'text/plain; charset=utf-8', 'application/octet-stream', 'x');
    return listed ? fc.array(one, { maxLength: 2 }) : one;
  }

  /** Raw bytes: a part with a file name beside it, or a whole body of a binary type. */
  function isFile(tool: ToolDefinition, wire: string, role: string): boolean {
    if (role === 'whole') return tool.plan.body?.format === 'binary';
    return (
      role === 'named' && tool.arguments.some((other) => other.role === 'filename' && other.wire === wire)
    );
  }

  const callArb: fc.Arbitrary<Call> = documentArb.chain((doc) => {
    const { tools } = convert(doc);
    return fc.constantFrom(...tools).chain((tool) => argumentArb(doc, tool).map((args) => ({ tool, args })));
  });

  /** Only what really travels: the body as bytes of JSON. */
  function overTheWire(request: EncodedRequest): EncodedRequest {
    return request.body === undefined || request.body instanceof Uint8Array
      ? request
      : { ...request, body: JSON.parse(JSON.stringify(request.body)) as never };
  }

  it('holds over the wire', () => {
    let accepted = 0;
    fc.assert(
      fc.property(callArb, ({ tool, args }) => {
        const { request, refusal } = encode(tool, args);
        if (refusal !== null) return;
        accepted += 1;
        expect(stableJson(decode(tool, overTheWire(request)))).toBe(stableJson(canon(tool, args)));
      }),
      { numRuns: propertyRuns(2) },
    );
    expect(accepted).toBeGreaterThan(propertyRuns() / 2);
  });

  it('canonical arguments are accepted again and stay as they are', () => {
    fc.assert(
      fc.property(callArb, ({ tool, args }) => {
        if (encode(tool, args).refusal !== null) return;
        const once = canon(tool, args);
        expect(stableJson(canon(tool, once))).toBe(stableJson(once));
      }),
      { numRuns: propertyRuns(0.5) },
    );
  });
});
