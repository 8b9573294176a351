const number = (value, digits) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const digitsFor = (value) => (value >= 20 ? 0 : value >= 2 ? 1 : 2);

/** @returns {string} the report for people */
export function render({ machine, settings, groups, ratios, failures }, otherLines = []) {
  const lines = [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average at the start ${machine.load}`,
    `${settings.connections} connections, ${settings.rounds} alternating rounds; medians over the rounds`,
    'Load generator, server and PostgreSQL share the machine: compare rows, do not quote them alone.',
    '',
  ];
  for (const [title, figures] of groups) {
    lines.push(
      ...table([title, 'requests/s', 'p50 ms', 'p99 ms', 'server CPU µs', 'bytes'], figures.map(row)),
      '',
    );
  }
  if (otherLines.length > 0) lines.push(...otherLines, '');
  if (ratios.length > 0) {
    const header = ['ratio of throughput, round by round', 'median', 'range', 'by CPU', 'goal', ''];
    lines.push(...table(header, ratios.map(ratioRow)), '');
  }
  lines.push(failures.length === 0 ? 'Every bound is kept.' : `Bounds not kept: ${failures.join('; ')}.`);
  return lines.join('\n');
}

function row({ label, perSecond, p50, p99, cpuMicros, bytes }) {
  return [
    label,
    number(perSecond, digitsFor(perSecond)),
    number(p50, 2),
    number(p99, 2),
    cpuMicros === null ? '–' : number(cpuMicros, 0),
    number(bytes, 0),
  ];
}

function ratioRow({ name, median, min, max, cpu, goal, least, met }) {
  const digits = digitsFor(median);
  return [
    name,
    number(median, digits),
    `${number(min, digits)}–${number(max, digits)}`,
    cpu === null ? '–' : number(cpu.median, digits),
    goal === null ? '' : least === null || least === goal ? `≥ ${goal}` : `≥ ${goal}, fails below ${least}`,
    goal === null ? '' : !met ? 'FAILS' : median >= goal ? 'ok' : 'short of the goal',
  ];
}

/** @returns {string[]} lines of a table; the first column is flush left */
export function table(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column].length)),
  );
  const line = (cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}
