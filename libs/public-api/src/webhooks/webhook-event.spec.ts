import { webhookBodyOf } from './webhook-event';

const WEBHOOK = {
  runId: 'r',
  agentId: 'a',
  url: 'https://example.com/?token=secret',
  event: 'human_request',
  status: 'waiting',
  humanRequest: { id: 'h', type: 'approval', title: 'Send it?' },
} as const;
const at = new Date('2026-03-04T05:06:07.089Z');

describe('webhookBodyOf', () => {
  it('has the fields of the contract and no other', () => {
    expect(JSON.parse(webhookBodyOf('e', 't', WEBHOOK, at))).toEqual({
      event_id: 'e',
      event: 'human_request',
      created_at: '2026-03-04T05:06:07.089Z',
      team_id: 't',
      run_id: 'r',
      agent_id: 'a',
      status: 'waiting',
      human_request: { id: 'h', type: 'approval', title: 'Send it?' },
    });
  });

  it('leaves out what a human request holds besides', () => {
    const humanRequest = { ...WEBHOOK.humanRequest, description: 'private', comment: 'private' };
    expect(webhookBodyOf('e', 't', { ...WEBHOOK, humanRequest }, at)).not.toContain('private');
  });

  it('has null where there is no human request', () => {
    const body = webhookBodyOf('e', 't', { ...WEBHOOK, event: 'run_failed', humanRequest: null }, at);
    expect(JSON.parse(body)).toMatchObject({ event: 'run_failed', human_request: null });
  });
});
