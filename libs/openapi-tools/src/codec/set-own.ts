import type { JsonObject, JsonValue } from '../model/json';

/** Assignment that also creates an own member called `__proto__`. */
export function setOwn(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
