interface PageOf<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Reads a list page by page until its end. */
export async function everyPage<T>(
  limit: number,
  read: (query: { limit: number; offset: number }) => Promise<PageOf<T>>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const { items, total } = await read({ limit, offset: all.length });
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}
