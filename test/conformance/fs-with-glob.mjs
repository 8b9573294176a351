// Module hooks that give the suite, and nobody else, an `fs` with `globSync`.
const SUITE = '/@modelcontextprotocol/conformance/';

const source = `
  export * from 'node:fs';
  export { default } from 'node:fs';
  export function globSync() {
    throw new Error('fs.globSync needs Node 22.');
  }
`;

export function resolve(specifier, context, next) {
  if (specifier !== 'fs' || !context.parentURL?.includes(SUITE)) return next(specifier, context);
  return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
}
