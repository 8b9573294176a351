import { Injectable } from '@nestjs/common';
import type { CallFacts, CallObserver } from '../call-observer';
import { limitTraceOf } from '../limit-trace';
import { CallRecorder } from '../call-recorder.service';
import { nameOfCall } from '../call-name';
import { Metrics } from './metrics.service';

const UNKNOWN = 'unknown';

/** Counts calls. No label comes from what a caller sends: a name that we do not know is `unknown`. */
@Injectable()
export class CallMetrics implements CallObserver {
  constructor(
    private readonly metrics: Metrics,
    recorder: CallRecorder,
  ) {
    recorder.watch(this);
  }

  observe(call: CallFacts): void {
    if (!this.metrics.isOpen) return;
    const { status, duration } = call;
    this.metrics.add(
      'http_request_duration_seconds',
      { operation: nameOfCall(call) ?? UNKNOWN, status: String(status), via: viaOf(call) },
      duration / 1000,
    );
    if (call.mcp?.method === 'tools/call') this.metrics.add('mcp_tool_calls_total', toolCall(call));
    for (const { bucket, verdict } of limitTraceOf(call.request)?.counters ?? [])
      this.metrics.add('ratelimit_decisions_total', { bucket, verdict });
  }
}

function viaOf({ match, mcp, principal }: CallFacts): string {
  if (!principal) return 'public';
  // A message that was refused before anybody read it is one too.
  if (mcp || match?.route.policy.id === 'mcp') return 'mcp';
  return principal.credential.type === 'session' ? 'dashboard' : 'api';
}

/** A call of a tool that exists has become its operation; every other one still is a message to the endpoint. */
function toolCall({ match, mcp, status }: CallFacts): { tool: string; outcome: string } {
  const isTool = match?.route.policy.kind === 'operation';
  if (!isTool || mcp?.tool === undefined) return { tool: UNKNOWN, outcome: 'unknown_tool' };
  return { tool: mcp.tool, outcome: outcomeOf(status) };
}

function outcomeOf(status: number): string {
  if (status >= 500) return 'failed';
  if (status === 499) return 'gone';
  if (status === 429) return 'limited';
  if (status === 401 || status === 403) return 'denied';
  return status >= 400 ? 'invalid' : 'ok';
}
