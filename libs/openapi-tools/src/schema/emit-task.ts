import type { ReportSink } from '../document/report-sink';
import type { JsonObject, JsonType } from '../model/json';
import type { Chain } from './chain';
import type { Part } from './flat';
import type { Flattener } from './flattener';

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
  /** Alias table of the union this branch belongs to. */
  readonly names: ReadonlyMap<string, string> | null;
  /** Sentences added to the description. */
  readonly notes: readonly string[];
  /** Written in place even where a reference would do: it is the definition itself. */
  readonly inline: boolean;
}

/** What the writers of one node need from the emitter. */
export interface EmitHost {
  readonly flattener: Flattener;
  readonly settings: EmitSettings;
  /** Queues a child node and returns the object it will fill. */
  child(parent: Task, chain: Chain | null, parts: readonly Part[], extra?: Partial<Task>): JsonObject;
}
