import type { Shape } from '../schema/shape';
import type { Container } from './plan';

/** What a text place of this shape can hold. */
export function containerOf(shape: Shape): Container {
  const { types } = shape;
  if (types === null) return 'mixed';
  const array = types.has('array');
  const object = types.has('object');
  const scalar = [...types].some((type) => type !== 'array' && type !== 'object' && type !== 'null');
  if (array && !object && !scalar) return 'array';
  if (object && !array && !scalar) return 'object';
  return array || object ? 'mixed' : 'scalar';
}
