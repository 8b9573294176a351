import { keyMcpBoundSchema, mcpBoundSchema } from './mcp-bound.schema';

const problemsOf = (text: string): string[] =>
  mcpBoundSchema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe('MCP_BOUND', () => {
  it('is no bound when left out or empty', () => {
    const none = { readonly: false, toolsets: undefined, tools: undefined };
    expect(mcpBoundSchema.parse(undefined)).toEqual(none);
    expect(mcpBoundSchema.parse('')).toEqual(none);
  });

  it('reads selectors as a URL has them', () => {
    expect(mcpBoundSchema.parse('readonly=1&toolsets=agents, runs&tools=a')).toEqual({
      readonly: true,
      toolsets: ['agents', 'runs'],
      tools: ['a'],
    });
  });

  it.each(['readonly=yes', 'toolsets=', 'tools=a,,b', 'mode=search', 'agents'])('refuses %s', (text) => {
    expect(problemsOf(text)[0]).toMatch(/^MCP_BOUND is written as/);
  });
});

describe('the bound of a key', () => {
  const isBound = (text: string): boolean => keyMcpBoundSchema().safeParse(text).success;

  it('is kept as it was written', () => {
    expect(keyMcpBoundSchema().parse('readonly=1&toolsets=agents')).toBe('readonly=1&toolsets=agents');
  });

  it.each(['', 'readonly=yes', 'mode=search', 'tools=a\0', `tools=${'a'.repeat(4000)}`])(
    'is not %j',
    (text) => {
      expect(isBound(text)).toBe(false);
    },
  );
});
