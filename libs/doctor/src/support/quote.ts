const LONGEST = 160;

/** @returns a text of the server, cut and in quotes; the report takes control characters out */
export function quote(text: unknown): string {
  const plain = typeof text === 'string' ? text : (JSON.stringify(text) ?? 'nothing');
  const oneLine = plain.replace(/\s+/g, ' ').trim();
  return `"${oneLine.length > LONGEST ? `${oneLine.slice(0, LONGEST)}…` : oneLine}"`;
}

/** @returns "a, b and 3 more" */
export function few(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
