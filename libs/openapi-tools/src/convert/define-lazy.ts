/**
 * Gives an object a member that is made when it is first read and is plain data from then on. Of ten thousand tools
 * most are never called and never shown in full: what only that needs is not made before.
 */
export function defineLazy<T extends object, K extends string, V>(
  object: T,
  key: K,
  make: () => V,
  enumerable = true,
): asserts object is T & Record<K, V> {
  Object.defineProperty(object, key, {
    enumerable,
    configurable: true,
    get: () => {
      const value = make();
      Object.defineProperty(object, key, { enumerable, value });
      return value;
    },
  });
}
