import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { BootError, Operation, Surface } from '@app/permissions';
import type { OperationOptions } from '@app/permissions';
import { createTestApp } from '../support/test-app';

const reply = z.strictObject({ done: z.boolean() });
const operation = (id: string): OperationOptions => ({
  id,
  summary: 'A test',
  description: 'Breaks a rule of the product.',
  permission: 'any',
  hint: 'R',
  response: { 200: reply },
});
const thing = z.strictObject({ thing_id: z.string() });
const named = z.strictObject({ thing_id: z.string(), other: z.string().optional() });

@Controller('v1/bare')
class BareController {
  @Get()
  bare(): object {
    return {};
  }
}

@Controller('v1/again')
class AgainController {
  @Get()
  @Operation(operation('list_agents'))
  again(): object {
    return {};
  }
}

@Controller('v1/odd')
class OddController {
  @Get()
  @Operation(operation('List-Odd'))
  odd(): object {
    return {};
  }
}

@Controller('v1/clash')
class PathBodyController {
  @Post(':thing_id')
  @Operation({ ...operation('clash_path_body'), hint: 'W' })
  clash(@Param({ schema: thing }) _param: object, @Body({ schema: named }) _body: object): object {
    return {};
  }
}

@Controller('v1/clash')
class QueryBodyController {
  @Post()
  @Operation({ ...operation('clash_query_body'), hint: 'W' })
  clash(@Query({ schema: thing }) _query: object, @Body({ schema: named }) _body: object): object {
    return {};
  }
}

@Controller('v1/agents')
class ShadowController {
  @Get()
  @Surface({ id: 'shadow', access: 'public' })
  shadow(): object {
    return {};
  }
}

/** @returns what the boot of the product with this controller fails with */
async function bootFailure(controller: new () => object): Promise<unknown> {
  class RuleBreakerModule {}
  Module({ controllers: [controller] })(RuleBreakerModule);
  try {
    const test = await createTestApp({ extraModules: [RuleBreakerModule] });
    await test.close();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the boot', () => {
  it.each([
    {
      rule: 'a route with neither @Operation nor @Surface',
      controller: BareController,
      says: [/BareController\.bare/, /@Operation/, /@Surface/],
    },
    {
      rule: 'an operationId that another operation has',
      controller: AgainController,
      says: [/AgainController\.again/, /AgentsController\.list/, /"list_agents"/, /another id/],
    },
    {
      rule: 'an illegal operationId',
      controller: OddController,
      says: [/OddController\.odd/, /"List-Odd"/, /lower-case/],
    },
    {
      rule: 'a name that path and body share',
      controller: PathBodyController,
      says: [/clash_path_body/, /"thing_id"/, /path/, /body/, /rename/, /\*\.schemas\.ts/],
    },
    {
      rule: 'a name that query and body share',
      controller: QueryBodyController,
      says: [/clash_query_body/, /"thing_id"/, /query/, /body/, /rename/],
    },
    {
      rule: 'a route that another one already serves',
      controller: ShadowController,
      says: [/\/v1\/agents/, /ShadowController/, /AgentsController/, /another path/],
    },
  ])('stops at $rule, with one sentence', async ({ controller, says }) => {
    const error = await bootFailure(controller);
    expect(error).toBeInstanceOf(BootError);
    const { message } = error as Error;
    for (const part of says) expect(message).toMatch(part);
    expect(message).not.toContain('\n');
  });
});
