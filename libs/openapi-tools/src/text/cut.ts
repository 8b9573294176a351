/** Cuts at the last sentence end inside the cap, else at a word, never inside a surrogate pair. */
export function cutText(text: string, cap: number): string {
  if (text.length <= cap) return text;
  const head = text.slice(0, cap);
  const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
  if (sentence >= cap / 3) return head.slice(0, sentence + 1);
  const room = text.slice(0, cap - 1);
  const word = room.lastIndexOf(' ');
  const kept = word >= cap / 2 ? room.slice(0, word) : room.replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`;
}
