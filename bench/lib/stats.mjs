/** @returns {number} the value below which this share of the sorted values lies */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** @returns {number} the middle value; of an even number the mean of the middle two */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median and range of a over b, round by round: what disturbs the machine in one round disturbs both. */
export function ratioOf(a, b) {
  const ratios = a.map((value, round) => value / b[round]);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}
