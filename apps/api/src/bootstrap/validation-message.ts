/** A fault as zod reports it; which of the fields are there depends on the code. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly origin?: string;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly inclusive?: boolean;
  readonly expected?: string;
  readonly format?: string;
  readonly values?: readonly unknown[];
  readonly input?: unknown;
}

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item', file: 'byte' };

/** Formats whose name alone does not tell what is wanted. */
const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  datetime: 'must be an ISO 8601 time in UTC, such as 2026-01-31T12:00:00Z',
  url: 'must be a URL',
  email: 'must be an email address',
};

/**
 * The public sentence of a fault: what the field must be, in words that read well behind the field's name.
 * Sentences of a schema's own checks are kept.
 */
export function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return bound(issue, 'most', issue.maximum);
    case 'too_small':
      return bound(issue, 'least', issue.minimum);
    case 'invalid_type':
      return issue.message.includes('received undefined')
        ? 'is required'
        : `must be ${article(issue.expected ?? 'value')}`;
    case 'invalid_value':
      return `must be ${(issue.values ?? []).map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return FORMATS[issue.format ?? ''] ?? issue.message;
    default:
      return issue.message;
  }
}

function bound(issue: Issue, word: 'most' | 'least', value: number | bigint | undefined): string {
  const unit = UNITS[issue.origin ?? ''];
  if (issue.inclusive === false) return `must be ${word === 'most' ? 'less' : 'more'} than ${value}`;
  if (unit === undefined) return `must be at ${word} ${value}`;
  return `must have at ${word} ${value} ${unit}${Number(value) === 1 ? '' : 's'}`;
}

function article(type: string): string {
  const name = type === 'int' ? 'integer' : type === 'record' ? 'object' : type;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
