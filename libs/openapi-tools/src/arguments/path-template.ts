import { OperationRefused } from '../document/refused';

/** A path key split at its variables: one literal more than variables. */
export interface PathTemplate {
  readonly literals: readonly string[];
  readonly variables: readonly string[];
  /** Fixed query that stands in the path key. */
  readonly query: string;
}

const PROBE = 'https://host.invalid';

/**
 * @throws OperationRefused when the key cannot be built into one unchanged path
 */
export function readTemplate(key: string, pointer: string): PathTemplate {
  const [beforeHash = ''] = key.split('#');
  const mark = beforeHash.indexOf('?');
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  const query = mark < 0 ? '' : beforeHash.slice(mark + 1);
  const literals: string[] = [];
  const variables: string[] = [];
  let rest = path;
  for (let open = rest.indexOf('{'); open >= 0; open = rest.indexOf('{')) {
    const close = rest.indexOf('}', open);
    const name = close < 0 ? '' : rest.slice(open + 1, close);
    if (name === '' || name.includes('{')) throw bad(key, pointer);
    literals.push(literal(rest.slice(0, open)));
    variables.push(name);
    rest = rest.slice(close + 1);
  }
  literals.push(literal(rest));
  if (!path.startsWith('/') || literals.some((text) => /[{}]/.test(text)) || /[{}]/.test(query)) {
    throw bad(key, pointer);
  }
  // What a URL parser would change (dot segments, backslashes) is not the path the document means.
  const sample = literals.join('x');
  let parsed: URL;
  try {
    parsed = new URL(PROBE + sample);
  } catch {
    throw bad(key, pointer);
  }
  if (parsed.origin !== PROBE || parsed.pathname !== sample) throw bad(key, pointer);
  return { literals, variables, query: literal(query) };
}

/** Characters no URL may hold bare; existing escapes stay. */
function literal(text: string): string {
  return text.replace(/[^\u0021\u0023-\u003b\u003d\u003f-\u005b\u005d\u005f\u0061-\u007e]/gu, (char) => {
    try {
      return encodeURIComponent(char);
    } catch {
      return '';
    }
  });
}

function bad(key: string, pointer: string): OperationRefused {
  return new OperationRefused('bad_path_template', pointer, `"${key}" is not a usable path template.`);
}
