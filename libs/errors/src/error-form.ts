import type { Request, Response } from 'express';
import type { ApiException } from './api.exception';
import { RequestSlot } from './request-slot';

/**
 * Writes an error in the form that the endpoint speaks. The default is the flat body; `/v1/mcp` sets a
 * JSON-RPC form. The filter follows what is set here and never looks at URLs, because a tool call's URL is
 * rewritten on its way.
 */
export type ErrorForm = (error: ApiException, request: Request, response: Response) => void;

const forms = new RequestSlot<ErrorForm>();

/** Sets, or with `undefined` resets, the form in which errors of this request are written. */
export function setErrorForm(request: Request, form: ErrorForm | undefined): void {
  forms.set(request, form);
}

/** @returns the form set for this request; `undefined` means the flat body */
export function errorFormOf(request: Request): ErrorForm | undefined {
  return forms.get(request);
}
