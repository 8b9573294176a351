import type { ReportSink } from '../document/report-sink';
import type { JsonObject, JsonType } from '../model/json';
import type { Chain } from './chain';
import type { Part } from './flat';
import type { Flattener } from './flattener';
import type { Shape } from './shape';

export interface EmitSettings {
  /** Profile `full-2020-12`: keeps references, `const`, type lists and patterns. */
  full: boolean;
  direction: 'input' | 'output';
  recursionLimit: number;
  /** Bytes of JSON for the whole schema. */
  budget: number;
  maxDepth: number;
  sink: ReportSink;
}

/** One node still to be written into `target`. */
export interface Task {
  readonly parts: readonly Part[];
  readonly target: JsonObject;
  readonly depth: number;
  readonly chain: Chain | null;
  /** Writes the branch of one type only. */
  readonly only: JsonType | null;
  /** The level as the codec sees it, whose names are shown: a branch has the shape of its whole union. */
  readonly shape: Shape;
  /** Sentences added to the description. */
  readonly notes: readonly string[];
  /** Written in place even where a reference would do: it is the definition itself. */
  readonly inline: boolean;
}

/** What a parent says about its child; null where the codec knows no shape for it. */
export interface ChildTask {
  readonly shape: Shape | null;
  readonly only?: JsonType;
  readonly notes?: readonly string[];
}

/** What the writers of one node need from the emitter. */
export interface EmitHost {
  readonly flattener: Flattener;
  readonly settings: EmitSettings;
  /** Queues a child node and returns the object it will fill. */
  child(parent: Task, chain: Chain | null, parts: readonly Part[], extra: ChildTask): JsonObject;
}
