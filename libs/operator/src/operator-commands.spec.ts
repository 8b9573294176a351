import { z } from 'zod';
import { OperatorCommands } from './operator-commands.service';

const double = {
  name: 'test.double',
  args: z.strictObject({ how_much: z.int('must be a whole number'), of_what: z.string().optional() }),
  run: ({ how_much }: { how_much: number }) => Promise.resolve({ doubled: how_much * 2 }),
};

describe('OperatorCommands', () => {
  it('runs a registered command', async () => {
    const commands = new OperatorCommands();
    commands.register(double);
    expect(await commands.run('test.double', { how_much: 21 })).toEqual({ doubled: 42 });
  });

  it('names every wrong option as it is typed', async () => {
    const commands = new OperatorCommands();
    commands.register(double);
    await expect(commands.run('test.double', { how_much: 1.5, of_what: 3 })).rejects.toMatchObject({
      message: expect.stringMatching(/^--how-much: must be a whole number; --of-what: /),
      usage: true,
    });
  });

  it('refuses a command that is not there', async () => {
    await expect(new OperatorCommands().run('test.nothing', {})).rejects.toMatchObject({
      message: expect.stringContaining('no command test.nothing'),
      usage: true,
    });
  });

  it('refuses two commands of one name', () => {
    const commands = new OperatorCommands();
    commands.register(double);
    expect(() => commands.register(double)).toThrow('test.double is registered twice');
  });
});
