// Reads Kubernetes objects as JSON from standard input and prints what is wrong with each, as JSON. They are checked
// as literals of the types that are generated from the schemas of Kubernetes, so that unknown fields are found too.
// A program of its own, because the compiler takes long to load where every module is transformed first.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const ts = require('typescript');

const ROOT = join(__dirname, '../../..');
const FILE = join(ROOT, 'objects.virtual.ts');
const OPTIONS = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
};

/** @returns the type of an object of Kubernetes or of the Prometheus Operator */
function typeOf({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return group.endsWith('.coreos.com')
    ? `import('@kubernetes-models/prometheus-operator/${group}/${version}').I${kind}`
    : `import('kubernetes-types/${group.replace('.k8s.io', '')}/${version}').${kind}`;
}

const objects = JSON.parse(readFileSync(0, 'utf8'));
const lines = objects.map(
  (object, index) => `export const o${index}: ${typeOf(object)} = ${JSON.stringify(object)};`,
);
const host = ts.createCompilerHost(OPTIONS);
const { getSourceFile, fileExists } = host;
host.fileExists = (name) => name === FILE || fileExists(name);
host.getSourceFile = (name, ...rest) =>
  name === FILE
    ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022)
    : getSourceFile(name, ...rest);

const program = ts.createProgram([FILE], OPTIONS, host);
const problems = objects.map(() => []);
for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (!file) throw new Error(text);
  problems[file.getLineAndCharacterOfPosition(start).line].push(text);
}
process.stdout.write(JSON.stringify(problems));
