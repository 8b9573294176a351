import type { BodyFormat } from '../arguments/media-type';
import type { Style } from '../arguments/parameter';
import type { HttpMethod, ParameterLocation } from '../model/tool';
import type { Shape } from '../schema/shape';

/** What a text place can hold, as far as decoding has to know. */
export type Container = 'scalar' | 'array' | 'object' | 'mixed';

export interface ParamPlan {
  readonly name: string;
  readonly wire: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly style: Style;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmptyValue: boolean;
  /** `json`: typed value as JSON text; `text`: a string as it is; null: the style decides. */
  readonly content: 'json' | 'text' | null;
  readonly container: Container;
  readonly shape: Shape;
  /** Arrays below the brackets of `deepObject`. */
  readonly arrays: 'repeat' | 'brackets' | 'indices';
  /** A path value may hold `/` between segments. */
  readonly slashes: boolean;
  /** Objects have no form of their own here and go as JSON text. */
  readonly jsonObjects: boolean;
  /** A place whose plain values need no proof: see `encodePlain`. */
  readonly plain: boolean;
  /** Wire name, percent-encoded once. */
  readonly encodedWire: string;
}

export interface FieldPlan {
  readonly name: string;
  readonly wire: string;
  readonly required: boolean;
  readonly shape: Shape;
}

/** Parameters that share one list of `name=value` pairs: a query, the cookies, a urlencoded body. */
export interface PairPlace {
  readonly params: readonly ParamPlan[];
  /** Decoded names that exploded objects may not use. */
  readonly names: ReadonlySet<string>;
}

/** One property of a urlencoded or multipart body. */
export interface PartPlan {
  readonly wire: string;
  readonly param: ParamPlan;
  readonly kind: 'value' | 'file' | 'files';
  /** Declared media type of the part; null: the kind of value decides. */
  readonly contentType: string | null;
  /** Arguments with file name and media type of a file; null where there are none. */
  readonly filename: string | null;
  readonly typeName: string | null;
}

export interface PartsPlan {
  readonly parts: ReadonlyMap<string, PartPlan>;
  readonly place: PairPlace;
  /** Shape of keys nobody declares. */
  readonly rest: Shape;
  readonly maxFileBytes: number;
}

interface BodyBase {
  readonly format: BodyFormat;
  readonly required: boolean;
  /** Null where the caller may name it: `application/octet-stream` unless he does. */
  readonly contentType: string | null;
  /** Set for urlencoded and multipart bodies. */
  readonly form: PartsPlan | null;
}

export type FlatBodyPlan = BodyBase & {
  readonly mode: 'flat';
  readonly fields: readonly FieldPlan[];
  readonly rest: { readonly name: string; readonly shape: Shape | null } | null;
  readonly byWire: ReadonlyMap<string, FieldPlan>;
};

export type WholeBodyPlan = BodyBase & {
  readonly mode: 'whole';
  readonly field: FieldPlan;
  /** Argument that names the media type; null where the document says it. */
  readonly typeName: string | null;
  readonly maxFileBytes: number;
};

export type BodyPlan = FlatBodyPlan | WholeBodyPlan;

/** Precompiled form of one tool's codec. */
export interface ToolPlan {
  readonly method: HttpMethod;
  readonly missingRequired: 'codec' | 'api';
  readonly coercion: boolean;
  /** Takes `_fields` and `_limit`, which are never sent. */
  readonly resultArguments: boolean;
  /** Every flat argument name. */
  readonly names: ReadonlySet<string>;
  readonly literals: readonly string[];
  readonly path: readonly ParamPlan[];
  /** True when every variable is a plain value that fills its whole segment. */
  readonly simplePath: boolean;
  readonly fixedQuery: string;
  readonly query: PairPlace;
  readonly headers: readonly ParamPlan[];
  readonly cookies: PairPlace;
  readonly body: BodyPlan | null;
  /** `in:name` of parameters the model never sees. */
  readonly hidden: ReadonlySet<string>;
  /** Leaves the plan out of JSON: it holds the document. */
  toJSON(): undefined;
}
