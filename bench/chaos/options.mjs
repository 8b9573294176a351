import { parseArgs } from 'node:util';
import { FAULTS } from './faults.mjs';

const HELP = `Starts PostgreSQL, Redis, 3 replicas behind HAProxy and 2 workers on loopback, and breaks them one after the other
under load. Exit codes: 0 every goal met, 1 a goal missed or the run failed, 2 wrong usage.

npm run chaos -- [--only <fault>,…] [--rate <requests per second>] [--env <SETTING>=<value>]… [--json]
npm run chaos -- --soak <tool calls> [--env <SETTING>=<value>]… [--json]

--env  a setting of the product that differs from the usual, to see what becomes of the goals

faults: ${FAULTS.map(({ id }) => id).join(', ')}`;

/** @returns what the command line asks for; ends the process where it is help or makes no sense */
export function optionsOf(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        only: { type: 'string' },
        rate: { type: 'string', default: '60' },
        soak: { type: 'string' },
        env: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return refuse(error.message);
  }
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    process.exit(0);
  }
  const chosen = values.only?.split(',') ?? FAULTS.map(({ id }) => id);
  const unknown = chosen.filter((name) => !FAULTS.some(({ id }) => id === name));
  if (unknown.length > 0) return refuse(`No fault is called ${unknown.join(', ')}.`);
  return {
    faults: FAULTS.filter(({ id }) => chosen.includes(id)),
    perSecond: wholeNumber('--rate', values.rate, 1, 1000),
    soak: values.soak === undefined ? undefined : wholeNumber('--soak', values.soak, 1000, 100_000_000),
    env: Object.fromEntries(values.env.map(settingOf)),
    json: values.json,
  };
}

function settingOf(text) {
  const at = text.indexOf('=');
  return at > 0
    ? [text.slice(0, at), text.slice(at + 1)]
    : refuse(`--env needs SETTING=value, not "${text}".`);
}

function wholeNumber(name, text, min, max) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return refuse(`${name} must be a whole number from ${min} to ${max}.`);
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  process.exit(2);
}
