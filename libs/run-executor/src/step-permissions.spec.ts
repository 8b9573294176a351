import { permissionsFor } from './step-permissions';
import type { StepWrite } from './step-plan';

describe('permissionsFor', () => {
  const file: StepWrite = { kind: 'file', path: 'a.txt', bytes: Buffer.from('a') };

  it('asks for the right to run agents, whatever is written', () => {
    expect(permissionsFor({ writes: [] })).toEqual(['runs:start']);
  });

  it('asks once for what several writes take', () => {
    const writes: StepWrite[] = [
      file,
      { kind: 'label_case', labels: [] },
      { kind: 'sandbox_file', path: '/workspace/a.txt', bytes: file.bytes },
      file,
      { kind: 'add_cases', queueId: 'queue-1', cases: [] },
    ];
    expect(permissionsFor({ writes })).toEqual([
      'runs:start',
      'files:write',
      'cases:label',
      'sandboxes:use',
      'cases:create',
    ]);
  });

  it('asks for no right on cases where the run works on its own one', () => {
    const writes: StepWrite[] = [
      { kind: 'claim_case', queueIds: ['queue-1'] },
      { kind: 'complete_case', result: null },
    ];
    expect(permissionsFor({ writes })).toEqual(['runs:start']);
  });
});
