const POLL_MS = 25;

/** Asks again and again until there is an answer. @throws after the time limit */
export async function until<T>(ask: () => Promise<T | undefined>, limitMs = 15_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`Nothing came within ${limitMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
