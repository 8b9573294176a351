interface Life {
  /** Days; empty: without an end. */
  readonly value: string;
  readonly life: string;
  readonly label: string;
}

/** How long a key may be asked to live. */
export const LIVES: readonly Life[] = [
  { value: '7', life: '7 days', label: 'In 7 days' },
  { value: '30', life: '30 days', label: 'In 30 days' },
  { value: '90', life: '90 days', label: 'In 90 days' },
  { value: '365', life: 'A year', label: 'In a year' },
  { value: '', life: 'Without an end', label: 'Never' },
];

/** @param maxDays longest life that the team allows; `null`: any */
export function livesUpTo(maxDays: number | null): readonly Life[] {
  if (maxDays === null) return LIVES;
  const shorter = LIVES.filter(({ value }) => value !== '' && Number(value) < maxDays);
  return [
    ...shorter,
    {
      value: String(maxDays),
      life: `${maxDays} days`,
      label: `In ${maxDays} ${maxDays === 1 ? 'day' : 'days'}`,
    },
  ];
}
