import { convert } from '../convert/convert';
import { buildSearchIndex } from './search-index';
import { searchTools } from './search-tools';
import { stem } from './stem';
import { tokenize, tokenizeName } from './tokenize';

const { tools } = convert({
  openapi: '3.1.0',
  paths: {
    '/orders': {
      get: { operationId: 'listOrders', summary: 'List orders', tags: ['shop'] },
      post: {
        operationId: 'placeOrder',
        summary: 'Place an order',
        description: 'Place one. Its neighbour is deleteOrder. Élan vital.',
        parameters: [{ in: 'query', name: 'couponCode', schema: { type: 'string' } }],
      },
    },
    '/orders/{id}': { delete: { operationId: 'deleteOrder', summary: 'Delete an order' } },
    '/wetter': { get: { operationId: 'wetter', description: 'Wetterbericht: Regen, Schnee, 天気.' } },
  },
});
const index = buildSearchIndex(tools);
const names = (query: string): string[] => searchTools(index, query).map(({ tool }) => tool.name);

describe('searchTools', () => {
  it('puts first what is called as the request says, however the words end', () => {
    expect(names('deleting orders')[0]).toBe('deleteOrder');
    expect(names('placed order')[0]).toBe('placeOrder');
  });

  it('understands a word by what means the same', () => {
    expect(names('get rid of it')[0]).toBe('deleteOrder');
    expect(names('browse')[0]).toBe('listOrders');
  });

  it('reads tags, argument names and words without accents or of another script', () => {
    expect(names('shop')).toEqual(['listOrders']);
    expect(names('coupon code')[0]).toBe('placeOrder');
    expect(names('elan')).toEqual(['placeOrder']);
    expect(names('天気')).toEqual(['wetter']);
  });

  it('finds the beginning of a word', () => {
    expect(names('wetterber')[0]).toBe('wetter');
  });

  it('does not take the name of a neighbour in a description for what the tool does', () => {
    expect(names('delete')).not.toContain('placeOrder');
  });

  it('gives nothing for words that mean nothing here, and for filler', () => {
    expect(names('zzzz')).toEqual([]);
    expect(names('the of to')).toEqual([]);
    expect(names('')).toEqual([]);
    expect(searchTools(buildSearchIndex([]), 'order')).toEqual([]);
  });

  it('gives the same order whatever the order of the tools', () => {
    const turned = buildSearchIndex([...tools].reverse());
    expect(searchTools(turned, 'an order').map(({ tool }) => tool.name)).toEqual(names('an order'));
  });
});

describe('stem', () => {
  it.each([
    ['queues', 'queue'],
    ['entries', 'entry'],
    ['approving', 'approved'],
    ['stopped', 'stop'],
    ['called', 'call'],
    ['boxes', 'box'],
    ['deleting', 'delete'],
  ])('%s meets %s', (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it.each(['status', 'id', 'access', '2fa', 'ring'])('leaves %s alone', (word) => {
    expect(stem(word)).toBe(word);
  });
});

describe('tokenize', () => {
  it('joins words that mean one thing together, and drops filler', () => {
    expect(tokenize('please log in')).toEqual(tokenize('login'));
    expect(tokenize('The list of a thing')).toEqual(tokenize('list thing'));
  });

  it('splits names of any case', () => {
    expect(tokenizeName('listAgents')).toEqual(tokenizeName('list_agents'));
  });
});
