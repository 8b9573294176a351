import { encode } from '@app/openapi-tools';
import type { JsonObject, Profile, Refusal } from '@app/openapi-tools';
import { isObject } from '../protocol/json';
import type { HotCall } from '../protocol/hot-message';
import { CALL_TOOL, facadeTool } from './facade-tools';

/** Arguments of a tool of the search view as its schema means them, or why they are none. */
export interface FacadeArguments {
  readonly values: JsonObject;
  readonly refusal: Refusal | null;
}

/** @throws Error if there is no such tool in the search view */
export function facadeArguments(call: HotCall, profile: Profile): FacadeArguments {
  const tool = facadeTool(call.name);
  if (!tool) throw new Error(`${call.name} is no tool of the search view.`);
  const { request, refusal } = encode(tool, call.arguments as JsonObject, { profile });
  return { values: isObject(request.body) ? request.body : {}, refusal };
}

/** @returns the call that a `call_tool` stands for; undefined if it is another tool, or its arguments are not usable */
export function unwrapCall(call: HotCall, profile: Profile): HotCall | undefined {
  if (call.name !== CALL_TOOL) return undefined;
  const { values, refusal } = facadeArguments(call, profile);
  if (refusal || typeof values.name !== 'string') return undefined;
  const inner = values.arguments ?? {};
  return isObject(inner) ? { ...call, name: values.name, arguments: inner } : undefined;
}
