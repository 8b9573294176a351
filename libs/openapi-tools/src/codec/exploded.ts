import type { Pair } from './parse';
import type { ParamPlan } from './plan';

/** Exploded form objects have no name on the wire: every other key belongs to one of them. */
export function isExplodedObject(param: ParamPlan): boolean {
  return param.container === 'object' && param.style === 'form' && param.explode && param.content === null;
}

/** The exploded object a key belongs to: whoever declares it, else the first that takes any key. */
export function ownerOf(
  params: readonly ParamPlan[],
  taken: ReadonlySet<string>,
  key: string,
): ParamPlan | null {
  if (taken.has(key) || params.some((param) => isDeepKey(param, key))) return null;
  const exploded = params.filter(isExplodedObject);
  return (
    exploded.find((param) => param.shape.declares(key)) ??
    exploded.find((param) => param.shape.open) ??
    exploded[0] ??
    null
  );
}

function isDeepKey(param: ParamPlan, key: string): boolean {
  return param.style === 'deepObject' && key.startsWith(`${param.wire}[`);
}

export function ownedPairs(
  param: ParamPlan,
  params: readonly ParamPlan[],
  taken: ReadonlySet<string>,
  pairs: readonly Pair[],
): Pair[] {
  return isExplodedObject(param) ? pairs.filter((pair) => ownerOf(params, taken, pair.name) === param) : [];
}
