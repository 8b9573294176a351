// Operations of ordinary size in fives: list, get, create, update, delete of a resource. They go through the same
// decorators as the product's own; only their number is synthetic. Decorators are applied by hand because this
// file is not compiled.
import { requireFromProduct } from '../lib/paths.mjs';

const { Body, Controller, Delete, Get, Param, Patch, Post, Query } = requireFromProduct('@nestjs/common');
const { z } = requireFromProduct('zod');
const { Operation } = requireFromProduct('./dist/libs/permissions/src');

const itemSchema = z
  .strictObject({
    id: z.uuid(),
    team_id: z.uuid(),
    name: z.string(),
    description: z.string().nullable(),
    state: z.enum(['draft', 'live', 'archived']),
    amount: z.number(),
    tags: z.array(z.string()),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SyntheticItem' });

const itemParam = z.strictObject({ item_id: z.uuid().describe('Id of the item') });
const listQuery = z.strictObject({
  search: z.string().min(1).max(200).optional().describe('Part of name or description'),
  state: z.enum(['draft', 'live', 'archived']).optional().describe('Only items in this state'),
  created_by: z.uuid().optional().describe('User id'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});
const fields = {
  name: z.string().min(1).max(100).describe('Unique in the team'),
  description: z.string().max(2000).describe('What it is for, in a sentence or two'),
  state: z.enum(['draft', 'live', 'archived']).describe('Archived items take no further entries'),
  amount: z.number().min(0).max(1_000_000).describe('Amount in the currency of the team'),
  tags: z.array(z.string().min(1).max(50)).max(20).describe('Free words for finding it again'),
  settings: z.strictObject({
    notify: z.boolean().describe('Send a message when the item changes'),
    owner_ids: z.array(z.uuid()).max(10).describe('Users who may change it'),
  }),
};
const createBody = z.strictObject({
  ...fields,
  description: fields.description.optional(),
  tags: fields.tags.optional(),
  settings: fields.settings.optional(),
});
const updateBody = z.strictObject(fields).partial();
const reply = { 200: z.strictObject({ item: itemSchema }) };

/** What the five operations of a resource have in common with real ones: length of texts, inputs, hints. */
const KINDS = [
  {
    verb: Get(),
    method: 'list',
    hint: 'R',
    input: [Query({ schema: listQuery })],
    text: 'Lists the items of this collection, newest first. Use it to find the item_id for the other operations on this collection. Settings are not in the list: get the item to see them.',
    response: { 200: z.strictObject({ items: z.array(itemSchema), total: z.number() }) },
  },
  {
    verb: Get(':item_id'),
    method: 'get',
    hint: 'R',
    input: [Param({ schema: itemParam })],
    text: 'Gets one item with its settings. Find the item_id by the list of this collection.',
    response: reply,
  },
  {
    verb: Post(),
    method: 'create',
    hint: 'W',
    input: [Body({ schema: createBody })],
    text: 'Creates an item in this collection. Names are unique in the team: if the name is taken, choose another or update the item that has it.',
    response: { 201: reply[200] },
  },
  {
    verb: Patch(':item_id'),
    method: 'update',
    hint: 'WI',
    input: [Param({ schema: itemParam }), Body({ schema: updateBody })],
    text: 'Changes the given fields of an item and leaves the others as they are. To take an item out of use set its state to archived instead of deleting it.',
    response: reply,
  },
  {
    verb: Delete(':item_id'),
    method: 'delete',
    hint: 'D',
    input: [Param({ schema: itemParam })],
    text: 'Deletes an item for good, with everything that was entered for it. This cannot be undone.',
    response: reply,
  },
];

/** @returns a Nest module with this many operations */
export function syntheticModule(count) {
  const controllers = [];
  for (let first = 0; first < count; first += KINDS.length) {
    controllers.push(makeController(controllers.length + 1, KINDS.slice(0, count - first)));
  }
  return { module: class SyntheticModule {}, controllers };
}

function makeController(number, kinds) {
  const resource = `collection_${String(number).padStart(3, '0')}`;
  const type = { [`Synthetic${number}Controller`]: class {} }[`Synthetic${number}Controller`];
  for (const kind of kinds) addMethod(type.prototype, resource, kind);
  Controller(`v1/synthetic/${resource}`)(type);
  return type;
}

function addMethod(prototype, resource, { verb, method, hint, input, text, response }) {
  const value = { [method]: () => ({}) }[method];
  Object.defineProperty(prototype, method, { value, writable: true, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
  Reflect.defineMetadata(
    'design:paramtypes',
    input.map(() => Object),
    prototype,
    method,
  );
  input.forEach((decorate, index) => decorate(prototype, method, index));
  const operation = Operation({
    id: `${method}_${resource}`,
    summary: `${method} ${resource}`,
    description: text,
    permission: 'agents:read',
    hint,
    response,
  });
  verb(prototype, method, descriptor);
  operation(prototype, method, descriptor);
}
