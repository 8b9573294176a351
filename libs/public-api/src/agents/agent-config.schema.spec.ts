import { configInput, configSchema, toConfigView } from './agent-config.schema';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => id(index));
const faultsOf = (config: object): string[] =>
  (configInput.safeParse({ instructions: 'Work.', ...config }).error?.issues ?? []).map((issue) =>
    issue.path.join('.'),
  );

describe('configInput', () => {
  it('fills in every default but the model', () => {
    expect(configInput.parse({ instructions: 'Work.' })).toEqual({
      instructions: 'Work.',
      connections: [],
      skills: [],
      plugins: [],
      files: [],
      consumes: [],
      produces: [],
      allow_human_requests: true,
      max_duration_seconds: 3600,
    });
    expect(configInput.parse({ instructions: 'Work.', consumes: [{ queue_id: id(1) }] }).consumes).toEqual([
      { queue_id: id(1), auto_start: false, concurrency: 1 },
    ]);
  });

  it('takes back what a reply shows', () => {
    const config = configInput.parse({
      instructions: 'Work.',
      model: 'small',
      connections: ids(2),
      consumes: [{ queue_id: id(1), concurrency: 2 }],
    });
    const shown = toConfigView(config);
    expect(configSchema.parse(shown)).toEqual(shown);
    expect(configInput.parse(shown)).toEqual(config);
  });

  it.each([
    [{ connections: ids(20), skills: ids(50), produces: ids(20) }],
    [{ instructions: 'x'.repeat(100_000), model: 'x'.repeat(100) }],
    [{ max_duration_seconds: 10 }],
    [{ max_duration_seconds: 86_400 }],
  ])('accepts what is within its bounds (%#)', (config) => {
    expect(faultsOf(config)).toEqual([]);
  });

  it.each([
    ['instructions', { instructions: '' }],
    ['instructions', { instructions: 'x'.repeat(100_001) }],
    ['model', { model: 'x'.repeat(101) }],
    ['connections', { connections: ids(21) }],
    ['skills', { skills: ids(51) }],
    ['plugins', { plugins: Array.from({ length: 21 }, (_, index) => `p${index}`) }],
    ['files', { files: Array.from({ length: 101 }, (_, index) => `f${index}`) }],
    ['consumes', { consumes: ids(6).map((queue_id) => ({ queue_id })) }],
    ['produces', { produces: ids(21) }],
    ['consumes.0.concurrency', { consumes: [{ queue_id: id(1), concurrency: 21 }] }],
    ['consumes.0.concurrency', { consumes: [{ queue_id: id(1), concurrency: 0 }] }],
    ['max_duration_seconds', { max_duration_seconds: 9 }],
    ['max_duration_seconds', { max_duration_seconds: 86_401 }],
    ['skills.0', { skills: ['pdf-reading'] }],
    ['connections.1', { connections: [id(1), id(1)] }],
    ['consumes.1.queue_id', { consumes: [{ queue_id: id(1) }, { queue_id: id(1) }] }],
    ['', { temperature: 1 }],
  ])('refuses a fault in %s', (field, config) => {
    expect(faultsOf(config)).toEqual([field]);
  });

  it('sees two spellings of one id as a repetition', () => {
    const letters = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
    expect(faultsOf({ connections: [letters, letters.toUpperCase()] })).toEqual(['connections.1']);
  });
});
