/** C0 and C1 controls, line separators and the marks that turn the direction of text. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** @returns text of a server made safe for a terminal, without the secrets */
export function clean(text: string, secrets: ReadonlySet<string>): string {
  let cleaned = text;
  for (const secret of secrets) {
    // Something so short is no secret, and would tear holes into the sentences.
    if (secret.length >= 8) cleaned = cleaned.replaceAll(secret, '[secret]');
  }
  return cleaned.replace(UNPRINTABLE, ' ');
}
