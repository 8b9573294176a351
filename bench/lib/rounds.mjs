import { median } from './stats.mjs';

/**
 * Runs all scenarios in alternating rounds, every second one backwards, so that neither other work on the machine
 * nor the order favours one of them.
 *
 * @returns figures by scenario id: values per round and their medians
 */
export async function runRounds(load, scenarios, { rounds, seconds, connections, onProgress }) {
  const series = new Map(scenarios.map(({ id }) => [id, []]));
  for (const scenario of scenarios) {
    onProgress(`warm-up: ${scenario.label}`);
    await load.run(scenario, { seconds, connections });
  }
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? scenarios : [...scenarios].reverse();
    for (const scenario of order) {
      onProgress(`round ${round + 1} of ${rounds}: ${scenario.label}`);
      series.get(scenario.id).push(await load.run(scenario, { seconds, connections }));
    }
  }
  return new Map(scenarios.map(({ id, label }) => [id, { label, ...summarise(series.get(id)) }]));
}

function summarise(rounds) {
  const of = (name) => rounds.map((round) => round[name]);
  return {
    perSecond: median(of('perSecond')),
    p50: median(of('p50')),
    p99: median(of('p99')),
    cpuMicros: rounds[0].cpuMicros === null ? null : median(of('cpuMicros')),
    bytes: rounds[0].bytes,
    requests: of('total').reduce((sum, value) => sum + value, 0),
    rounds: of('perSecond'),
    cpuRounds: of('cpuMicros'),
  };
}
