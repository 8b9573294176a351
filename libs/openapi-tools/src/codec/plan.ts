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

export type BodyPlan =
  | {
      readonly mode: 'flat';
      readonly required: boolean;
      readonly contentType: string;
      readonly fields: readonly FieldPlan[];
      readonly rest: { readonly name: string; readonly shape: Shape | null } | null;
      readonly byWire: ReadonlyMap<string, FieldPlan>;
    }
  | {
      readonly mode: 'whole';
      readonly required: boolean;
      readonly contentType: string;
      readonly field: FieldPlan;
    };

/** Precompiled form of one tool's codec. */
export interface ToolPlan {
  readonly method: HttpMethod;
  readonly missingRequired: 'codec' | 'api';
  readonly coercion: boolean;
  /** Every flat argument name. */
  readonly names: ReadonlySet<string>;
  readonly literals: readonly string[];
  readonly path: readonly ParamPlan[];
  /** True when every variable is a plain value that fills its whole segment. */
  readonly simplePath: boolean;
  readonly fixedQuery: string;
  readonly query: readonly ParamPlan[];
  readonly headers: readonly ParamPlan[];
  readonly cookies: readonly ParamPlan[];
  readonly body: BodyPlan | null;
  /** Decoded names of the query that exploded objects may not use. */
  readonly queryNames: ReadonlySet<string>;
  readonly cookieNames: ReadonlySet<string>;
  /** `in:name` of parameters the model never sees. */
  readonly hidden: ReadonlySet<string>;
  /** Leaves the plan out of JSON: it holds the document. */
  toJSON(): undefined;
}
