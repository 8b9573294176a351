import { Injectable } from '@nestjs/common';
import { BootError } from '@app/permissions';
import type { Hint } from '@app/permissions';
import { annotationsOf } from '@app/permissions';
import { convert, diffLock } from '@app/openapi-tools';
import type { ConvertOptions, Lock, OperationOverride, Report, ToolDefinition } from '@app/openapi-tools';
import { isObject } from '../protocol/json';
import { gateFindingsOf, MAX_DESCRIPTION } from './host-gate';

/**
 * The tools of this process: those of the OpenAPI document, built once at boot, and those of other APIs, which may
 * change while it runs. There is no other list of tools: a controller method that is in the document is a tool.
 */
@Injectable()
export class ToolCatalogue {
  private byName = new Map<string, ToolDefinition>();
  private all: readonly ToolDefinition[] = [];
  private own: readonly ToolDefinition[] = [];
  private guests: readonly ToolDefinition[] = [];

  /** Changes with the tools: whatever is remembered of an older one is of no use. */
  version = 0;

  /** Tools in name order, aliases left out. */
  get tools(): readonly ToolDefinition[] {
    return this.all;
  }

  /**
   * Builds the catalogue.
   * @param document OpenAPI document of the Public API
   * @param lock committed names and arguments that hosts rely on
   * @returns the lock as it would be with this document, and what the conversion has to report
   * @throws BootError if a tool would be refused by hosts, or the document breaks the lock
   */
  load(document: unknown, lock: Lock | null): { lock: Lock; report: Report } {
    const conversion = convert(document, firstPartyOptions(document), lock);
    const refused = conversion.report.entries.find((entry) => entry.severity === 'refused');
    if (refused)
      throw new BootError(`${refused.operation ?? 'The document'} gives no tool: ${refused.message}`);
    const [violation] = gateFindingsOf(conversion.tools);
    if (violation) {
      throw new BootError(
        `The tool ${violation.tool} fails the host gate (${violation.profile}) at ${violation.pointer}: ${violation.message}; change the schema in its *.schemas.ts.`,
      );
    }
    const broken = lock && diffLock(lock, conversion.lock).find((change) => change.kind === 'breaking');
    if (broken) {
      throw new BootError(
        `${broken.message} (${broken.tool}): hosts rely on tools.lock.json; restore the name, or add an alias and run npm run generate.`,
      );
    }
    this.own = conversion.tools;
    this.publish();
    return conversion;
  }

  /**
   * Puts tools of other APIs beside ours, in place of those before. Their names must be free, their paths under `/v1`.
   */
  setGuests(tools: readonly ToolDefinition[]): void {
    this.guests = tools;
    this.publish();
  }

  /** @returns the tool of that name or alias */
  find(name: string): ToolDefinition | undefined {
    return this.byName.get(name);
  }

  private publish(): void {
    this.all = [...this.own, ...this.guests].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.byName = new Map(
      this.all.flatMap((tool) => [tool.name, ...tool.aliases].map((name) => [name, tool])),
    );
    this.version += 1;
  }
}

/** First-party operations say in `x-hint` what they do to the world; that wins over the method's default. */
function firstPartyOptions(document: unknown): ConvertOptions {
  return {
    annotationPolicy: 'first-party',
    missingOperationId: 'skip',
    idempotencyKeyArgument: true,
    descriptionCap: MAX_DESCRIPTION,
    missingRequired: 'api',
    changedOperationId: 'rename',
    output: 'full',
    overrides: hintOverrides(document),
  };
}

function hintOverrides(document: unknown): Record<string, OperationOverride> {
  const overrides: Record<string, OperationOverride> = {};
  const paths = isObject(document) && isObject(document.paths) ? document.paths : {};
  for (const item of Object.values(paths)) {
    for (const operation of Object.values(isObject(item) ? item : {})) {
      if (!isObject(operation) || typeof operation.operationId !== 'string' || !isObject(operation['x-hint']))
        continue;
      const { hint, open_world: openWorld } = operation['x-hint'];
      const { readOnly, destructive, idempotent } = annotationsOf(hint as Hint);
      overrides[operation.operationId] = {
        annotations: {
          readOnlyHint: readOnly,
          destructiveHint: destructive,
          idempotentHint: idempotent,
          openWorldHint: openWorld === true,
        },
      };
    }
  }
  return overrides;
}
