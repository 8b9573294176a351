/**
 * Markup that is safe to send. Only {@link html} makes it, and that escapes whatever is put into it, so a name
 * that somebody else chose is always text and never markup.
 */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Joins the fixed parts of a template, which the code base wrote, with escaped values. */
  static of(parts: readonly string[], values: readonly HtmlValue[]): Html {
    const joined = parts.reduce((all, part, index) => all + markupOf(values[index - 1]) + part);
    return new Html(joined);
  }

  toString(): string {
    return this.#markup;
  }
}

/** What a template takes. `false`, `null` and `undefined` leave the place empty. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/**
 * Template tag for markup. Attribute values have to stand in double quotes: `<input value="${text}" />`.
 *
 * @returns the markup, with every text and number escaped
 */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.of(parts, values);
}

function markupOf(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(markupOf).join('');
  return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Escapes for text and for attribute values in quotes. */
function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
