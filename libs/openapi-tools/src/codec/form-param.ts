import type { Style } from '../arguments/parameter';
import type { Shape } from '../schema/shape';
import { containerOf } from './container';
import { encodeStrict } from './percent';
import type { ParamPlan, PartPlan } from './plan';

export interface FormRules {
  /** Null: scalars as text, arrays repeat the key, objects as JSON text. */
  readonly style: string | null;
  readonly explode: boolean | null;
  readonly allowReserved: boolean;
  readonly override: 'json' | 'brackets' | null;
  readonly asJson: boolean;
}

const PLAIN: FormRules = {
  style: null,
  explode: null,
  allowReserved: false,
  override: null,
  asJson: false,
};

/** One key of a urlencoded body, written by the rules of a query. */
export function formParam(name: string, wire: string, shape: Shape, rules: FormRules): ParamPlan {
  const container = containerOf(shape);
  const brackets = rules.override === 'brackets';
  const style: Style = brackets ? 'deepObject' : styleOf(rules);
  const loose = rules.style === null && !brackets;
  return {
    name,
    wire,
    in: 'query',
    required: false,
    style,
    explode: rules.style !== style || (rules.explode ?? style === 'form'),
    allowReserved: rules.allowReserved,
    allowEmptyValue: false,
    content: rules.asJson || (loose && container === 'object') ? 'json' : null,
    container,
    shape,
    arrays: brackets ? 'brackets' : 'repeat',
    slashes: false,
    jsonObjects: loose,
    plain: false,
    encodedWire: encodeStrict(wire) ?? wire,
  };
}

/** A key that the document does not declare. */
export function restPart(wire: string, name: string, shape: Shape): PartPlan {
  return {
    wire,
    param: formParam(name, wire, shape, PLAIN),
    kind: 'value',
    contentType: null,
    filename: null,
    typeName: null,
  };
}

/** Exploded space and pipe delimiters are undefined; they are sent as exploded form. */
function styleOf({ style, explode }: FormRules): Style {
  const delimited = style === 'spaceDelimited' || style === 'pipeDelimited';
  if (style === null || (delimited && explode === true)) return 'form';
  return style as Style;
}
