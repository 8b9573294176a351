import type { RestReply } from '../../support/rest-client';
import type { QueuesWorld } from '../../queues/support/queues-world';

/** A label as tests name it: `vendor:Globex`, or `urgent` for a plain tag. */
export function nameOf(label: { readonly key: string; readonly value: string }): string {
  return label.key === '' ? label.value : `${label.key}:${label.value}`;
}

/** The other way round. */
export function label(name: string): { key?: string; value: string } {
  const [key, value] = name.split(':') as [string, string | undefined];
  return value === undefined ? { value: key } : { key, value };
}

/** `count` names of plain tags, in the order of labels. */
export const tags = (count: number, prefix = 'tag'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`);

/** @returns id of a new label of the queue */
export async function givenLabel(
  world: QueuesWorld,
  queueId: string,
  name = 'urgent',
  fields: object = {},
): Promise<string> {
  const body = { ...label(name), ...fields };
  const reply = await world.as('member').post(`/v1/queues/${queueId}/labels`, body);
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.label.id as string;
}

export function assign(
  world: QueuesWorld,
  caseId: string,
  names: readonly string[],
  caller = world.as('member'),
): Promise<RestReply> {
  return caller.post(`/v1/cases/${caseId}/labels`, { labels: names.map(label) });
}

/** Puts labels on a case. @returns their ids, in the order of the case's labels */
export async function givenLabels(world: QueuesWorld, caseId: string, names: string[]): Promise<string[]> {
  const reply = await assign(world, caseId, names);
  expect(reply).toMatchObject({ status: 200 });
  return reply.body.labels.map(({ id }: { id: string }) => id);
}

/** @returns the labels now on a case */
export async function labelsOn(world: QueuesWorld, caseId: string): Promise<string[]> {
  const { body } = await world.as('viewer').get(`/v1/cases/${caseId}/labels`);
  return body.labels.map(nameOf);
}

/** @returns the labels that the queue offers, with how many cases have each */
export async function labelsOfQueue(world: QueuesWorld, queueId: string): Promise<Record<string, number>> {
  const { body } = await world.as('viewer').get(`/v1/queues/${queueId}/labels`);
  return Object.fromEntries(body.labels.map((row: any) => [nameOf(row), row.case_count]));
}
