import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { EncodedRequest } from '../model/request';
import { giveBack } from './entries';
import { decodeForm } from './form-body';
import { toFlat } from './json-values';
import { decodeMultipart } from './multipart-body';
import type { BodyPlan } from './plan';
import { decodeRaw } from './raw-body';
import { setOwn } from './set-own';

/** Arguments of a body that goes over the wire. */
export function decodeBody(body: BodyPlan, request: EncodedRequest, args: JsonObject): void {
  const { contentType } = request;
  if (body.format === 'json') {
    decodeJson(body, request.body as JsonValue, args);
    return;
  }
  if (!(request.body instanceof Uint8Array)) return;
  const bytes = request.body;
  if (body.form === null) {
    if (body.mode === 'whole') decodeRaw(body, bytes, contentType, args);
    return;
  }
  const found =
    body.format === 'form'
      ? decodeForm(body, body.form, Buffer.from(bytes).toString('ascii'))
      : decodeMultipart(body, body.form, bytes, contentType);
  giveBack(body, found, args);
}

function decodeJson(body: BodyPlan, value: JsonValue, args: JsonObject): void {
  if (body.mode === 'whole') {
    args[body.field.name] = toFlat(body.field.shape, value);
    return;
  }
  if (!isObject(value)) return;
  const rest: JsonObject = {};
  for (const key of Object.keys(value)) {
    const field = body.byWire.get(key);
    const item = value[key] as JsonValue;
    if (field !== undefined) args[field.name] = toFlat(field.shape, item);
    else setOwn(rest, key, toFlat(body.rest?.shape ?? null, item));
  }
  if (body.rest !== null && Object.keys(rest).length > 0) args[body.rest.name] = rest;
}
