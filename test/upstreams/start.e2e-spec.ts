import { createTestApp } from '../support/test-app';
import { createUpstreamApp, pets, upstreamFiles } from './support/upstream-app';

describe('a start', () => {
  it('is refused with one sentence when the file cannot be used', async () => {
    const files = upstreamFiles([pets('http://127.0.0.1:9', { document: './nowhere.yaml' })]);
    await expect(createUpstreamApp(files)).rejects.toThrow(
      `UPSTREAMS_FILE ${files.file}: upstreams[0].document ${files.folder}/nowhere.yaml cannot be read (ENOENT); correct the path or its permissions.`,
    );
    files.remove();
  });

  it('without the setting has no route and no tool of others', async () => {
    const test = await createTestApp();
    try {
      const key = test.world.acme.keys.owner;
      expect((await test.mcp.list({ key })).result.tools).toHaveLength(62);
      expect(await test.rest('GET', '/v1/upstreams/pets/pets', { key })).toMatchObject({ status: 404 });
      expect(JSON.stringify(test.document)).not.toContain('upstream_unavailable');
    } finally {
      await test.close();
    }
  });

  it('reads YAML, with a document in YAML too', async () => {
    const files = upstreamFiles();
    files.writeText(
      'small.yaml',
      "openapi: 3.1.0\npaths:\n  /things/{id}:\n    get:\n      summary: Get a thing\n      parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n      responses: { '200': { description: A thing } }\n",
    );
    files.writeText(
      'upstreams.json',
      'upstreams:\n  - name: things\n    document: small.yaml\n    baseUrl: https://things.example.com\n    toolPrefix: things_\n    permission: any\n',
    );
    const test = await createUpstreamApp(files);
    try {
      const { result } = await test.mcp.list({ key: test.world.acme.keys.viewer, query: '?toolsets=things' });
      expect(result.tools).toMatchObject([{ name: 'things_get_things_by_id', title: 'Get a thing' }]);
    } finally {
      await test.close();
      files.remove();
    }
  });
});
