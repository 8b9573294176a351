import type { Part } from '../schema/flat';
import type { BodyFormat } from './media-type';

/** How one property of a form or multipart body is written. */
export interface PropertyEncoding {
  /** `file`: raw bytes from base64; `files`: an array of them. */
  readonly kind: 'value' | 'file' | 'files';
  /** Media type of a part; null: the kind of value decides. */
  readonly contentType: string | null;
  /** Set where the document states a style (urlencoded only). */
  readonly style: string | null;
  readonly explode: boolean | null;
  readonly allowReserved: boolean;
  readonly override: 'json' | 'brackets' | null;
}

export interface BodyProperty {
  readonly wire: string;
  /** Name from the alias table of the body; still to be checked against other places. */
  readonly name: string;
  readonly parts: readonly Part[];
  readonly required: boolean;
  /** Null in JSON bodies. */
  readonly encoding: PropertyEncoding | null;
}

interface BodyBase {
  readonly required: boolean;
  readonly format: BodyFormat;
  /** Null where the caller may name the type. */
  readonly contentType: string | null;
  readonly parts: readonly Part[];
  readonly pointer: string;
  /** The declared properties; in a whole body only those a form has to know. */
  readonly properties: readonly BodyProperty[];
}

export type Body =
  | (BodyBase & {
      readonly mode: 'flat';
      /** Values of the map `additional_properties`; null when the object has none. */
      readonly rest: readonly Part[] | null;
    })
  | (BodyBase & { readonly mode: 'whole'; readonly description: string | null });
