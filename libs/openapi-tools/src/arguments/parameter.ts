import type { ParameterLocation } from '../model/tool';
import type { Part } from '../schema/flat';

export type Style =
  'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

/** One parameter of the document, its defaults filled in. */
export interface Parameter {
  readonly in: ParameterLocation;
  readonly name: string;
  readonly required: boolean;
  readonly description: string | null;
  readonly deprecated: boolean;
  readonly style: Style;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmptyValue: boolean;
  /** Media type of a `content` parameter; null when a style serialises it. */
  readonly content: string | null;
  readonly parts: readonly Part[];
  readonly pointer: string;
}
