import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUpstreamApp, upstreamFiles } from './support/upstream-app';

const guide = readFileSync(join(__dirname, '../../docs/guides/upstreams.md'), 'utf8');
const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

describe('docs/guides/upstreams.md', () => {
  it('shows a document and settings that can be copied', async () => {
    const files = upstreamFiles();
    const [document = '', settings = ''] = blocks;
    files.writeText('petstore.yaml', document);
    files.writeText('upstreams.json', settings);
    const test = await createUpstreamApp(files, { env: { PETSTORE_TOKEN: 'petstore-token' } });
    try {
      const { keys } = test.world.acme;
      const namesFor = async (key: string): Promise<string[]> =>
        ((await test.mcp.list({ key, query: '?toolsets=petstore' })).result.tools as { name: string }[]).map(
          ({ name }) => name,
        );
      expect(await namesFor(keys.owner)).toEqual(['petstore_deletePet', 'petstore_listPets']);
      expect(await namesFor(keys.member)).toEqual(['petstore_listPets']);
      const reply = await test.rest('DELETE', '/v1/upstreams/petstore/pets/p1', { key: keys.member });
      expect(reply.status).toBe(403);
    } finally {
      await test.close();
      files.remove();
    }
  });
});
