import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** 25,000 tokens at four bytes each. */
const BUDGET = 100_000;

describe('results over the budget', () => {
  let test: TestApp;
  let key: string;
  beforeAll(async () => {
    test = await createTestApp();
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  /** Reads a file through the tool, slice by slice, as a model would. */
  const readThrough = async (path: string, maxBytes?: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const args = { path, offset_bytes: offset, ...(maxBytes && { max_bytes: maxBytes }) };
      const { result } = await test.mcp.call('get_file_content', args, { key });
      expect(result.isError).toBe(false);
      expect(Buffer.byteLength(result.content[0].text)).toBeLessThanOrEqual(BUDGET);
      expect(JSON.parse(result.content[0].text)).toEqual(result.structuredContent);
      const { content, encoding, next_offset_bytes: next } = result.structuredContent;
      parts.push(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
      offset = next;
    }
    return Buffer.concat(parts);
  };

  it.each<[string, string, number | undefined]>([
    ['quote-heavy text at the default slice', '"a","b"\n'.repeat(12_000), undefined],
    ['text larger than the budget in one slice', 'äöü€ plain text 🎉 '.repeat(9000), 1_000_000],
  ])('lose no byte of a file: %s', async (_, content, maxBytes) => {
    const path = 'budget/text.csv';
    expect((await test.mcp.call('update_file_content', { path, content }, { key })).result.isError).toBe(
      false,
    );
    expect((await readThrough(path, maxBytes)).toString()).toBe(content);
  });

  it('lose no byte of a binary file', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 256));
    const args = { path: 'budget/data.bin', content: bytes.toString('base64'), encoding: 'base64' };
    expect((await test.mcp.call('update_file_content', args, { key })).result.isError).toBe(false);
    expect((await readThrough('budget/data.bin', 1_000_000)).equals(bytes)).toBe(true);
  });

  it('say what was left out of a long list', async () => {
    const content = '# Text\n'.repeat(25_000);
    await test.mcp.call('create_skill', { name: 'long-skill', description: 'Long.', content }, { key });
    const { skills } = (await test.mcp.call('list_skills', { search: 'long-skill' }, { key })).result
      .structuredContent;
    const { result } = await test.mcp.call('get_skill', { skill_id: skills[0].id }, { key });
    expect(result.isError).toBe(false);
    expect(Buffer.byteLength(result.content[0].text)).toBeLessThanOrEqual(BUDGET);
    expect(result.content[1].text).toMatch(/^Shortened: .*content has 175000 characters/);
  });
});
