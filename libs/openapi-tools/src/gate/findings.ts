import type { GateViolation } from '../model/gate';

export class GateFindings {
  readonly list: GateViolation[] = [];

  constructor(private readonly tool: string) {}

  add(rule: GateViolation['rule'], pointer: string, message: string): void {
    this.list.push({ rule, tool: this.tool, pointer, message });
  }
}
