import type { ConvertOptions } from '../model/options';
import { convert } from './convert';

function serverOf(
  servers: unknown,
  options: ConvertOptions = {},
  more: { path?: unknown; operation?: unknown } = {},
): { server: string | null | undefined; codes: string[] } {
  const { tools, report } = convert(
    {
      openapi: '3.1.0',
      servers,
      paths: { '/a': { servers: more.path, get: { operationId: 'a', servers: more.operation } } },
    },
    options,
  );
  return { server: tools[0]?.server, codes: report.entries.map((entry) => entry.code) };
}

describe('the server of a tool', () => {
  it('is the first of the operation, else of the path, else of the document', () => {
    const of = (url: string): unknown[] => [{ url }, { url: 'https://other' }];
    expect(serverOf(of('https://doc')).server).toBe('https://doc');
    expect(serverOf(of('https://doc'), {}, { path: of('https://path') }).server).toBe('https://path');
    const both = { path: of('https://path'), operation: of('https://own') };
    expect(serverOf(of('https://doc'), {}, both).server).toBe('https://own');
    expect(serverOf(undefined).server).toBeNull();
    expect(serverOf([{}]).server).toBeNull();
  });

  it('is the one an option chooses, as far as there is one', () => {
    const two = [{ url: 'https://a' }, { url: 'https://b' }];
    expect(serverOf(two, { server: 1 }).server).toBe('https://b');
    expect(serverOf(two, { server: 7 }).server).toBe('https://a');
  });

  it('has its variables filled in, which their enum checks', () => {
    const url = 'https://{region}.x/{version}';
    const region = { default: 'eu', enum: ['eu', 'us'] };
    const version = { default: 'v1' };
    const servers = [{ url, variables: { region, version } }];
    expect(serverOf(servers)).toEqual({ server: 'https://eu.x/v1', codes: [] });
    expect(serverOf(servers, { serverVariables: { region: 'us' } }).server).toBe('https://us.x/v1');
    expect(serverOf(servers, { serverVariables: { region: 'evil.com/' } })).toEqual({
      server: 'https://eu.x/v1',
      codes: ['server_variable'],
    });
    expect(serverOf([{ url, variables: { region } }])).toEqual({
      server: 'https://eu.x/{version}',
      codes: ['server_variable'],
    });
  });

  it('is resolved against the base URL when it is relative', () => {
    expect(serverOf([{ url: '/v2' }]).server).toBe('/v2');
    expect(serverOf([{ url: '/v2' }], { baseUrl: 'https://api.x/docs/openapi.json' }).server).toBe(
      'https://api.x/v2',
    );
    expect(serverOf([{ url: 'https://y' }], { baseUrl: 'https://api.x' }).server).toBe('https://y');
    expect(serverOf([{ url: 'x' }], { baseUrl: 'nonsense' }).codes).toEqual(['server_url']);
  });
});
