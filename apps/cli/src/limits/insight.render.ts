import type { BucketUseView, ExplanationView, LimitView, PreviewView, UsageView } from '@app/operator';
import { table } from '../table';

const MOST_SHOWN = 5;
const NOT_KNOWN = '?';

const number = (value: number | null): string => (value === null ? NOT_KNOWN : String(value));
const rateOf = ({ limit, window_seconds: seconds }: LimitView): string => `${limit} per ${seconds} s`;
/** What came from outside is shown as JSON would: no line break or escape sequence reaches the terminal. */
const plain = (text: string): string => JSON.stringify(text).slice(1, -1);

export function renderExplanation({ team, subject, limits }: ExplanationView): string {
  const rows = limits.map((limit) => [
    limit.bucket,
    limit.counted_per,
    number(limit.remaining),
    limit.mode === 'shadow' ? 'on trial' : 'in force',
    plain(limit.because),
  ]);
  return `${plain(subject)} in ${plain(team.name)}\n\n${table(['BUCKET', 'PER', 'LEFT', 'MODE', 'LIMIT'], rows)}`;
}

export function renderUsage(usage: UsageView): string {
  if (usage.total === 0) return `Nobody called in the team ${plain(usage.team.name)} in the last hour.`;
  const rows = usage.credentials.flatMap((credential) =>
    credential.buckets
      .filter((bucket) => isOfInterest(bucket))
      .map((bucket, index) => [
        ...(index === 0
          ? [credential.type, plain(credential.name ?? credential.id), String(credential.calls)]
          : ['', '', '']),
        ...useOf(bucket),
      ]),
  );
  const team = usage.team_buckets.map((bucket) => ['team', '', '', ...useOf(bucket)]);
  const heads = ['TYPE', 'CREDENTIAL', 'CALLS', 'BUCKET', 'LIMIT', 'USED', 'LEFT', 'REFUSED', 'MODE'];
  return [
    table(heads, [...rows, ...team]),
    table(
      ['OPERATION', 'CALLS', 'REFUSED'],
      usage.top_operations.map(({ operation_id: id, calls, refused }) => [
        id,
        String(calls),
        String(refused),
      ]),
    ),
    ...trialsOf(usage),
    ...notesOf(usage),
  ].join('\n\n');
}

/** Sub-buckets that nobody used would fill the screen. */
const isOfInterest = ({ bucket, rule_id: rule, used, refused }: BucketUseView): boolean =>
  bucket === 'api' || rule !== null || (used ?? 0) > 0 || refused > 0;

const useOf = (bucket: BucketUseView): string[] => [
  bucket.bucket,
  rateOf(bucket),
  number(bucket.used),
  number(bucket.remaining),
  bucket.mode === 'shadow' ? '' : String(bucket.refused),
  bucket.mode === 'shadow' ? 'on trial' : '',
];

function trialsOf({ shadow_refusals: refusals }: UsageView): string[] {
  if (refusals.length === 0) return [];
  const rows = refusals.map(({ rule_id: id, calls }) => [id, String(calls)]);
  return [table(['RULE ON TRIAL', 'WOULD HAVE REFUSED'], rows)];
}

function notesOf({ complete, total, credentials, team_buckets: buckets }: UsageView): string[] {
  return [
    ...(complete ? [] : ['There were more calls than could be read in time; the oldest are left out.']),
    ...(total > credentials.length ? [`${credentials.length} of ${total} credentials, the busiest.`] : []),
    ...(buckets.some(({ remaining }) => remaining === null)
      ? [`${NOT_KNOWN}: counted in the memory of the server; with REDIS_URL this command sees it.`]
      : []),
  ];
}

export function renderPreview(preview: PreviewView): string {
  const { calls, would_refuse: refuses, refused, most_refused: most, complete } = preview;
  const share = calls === 0 ? '' : ` (${((refuses / calls) * 100).toFixed(1)} %)`;
  const lines = [
    `Of ${calls} calls in the last hour the rule would have refused ${refuses}${share}; ${refused} were refused by the limit in its place.`,
    ...most.slice(0, MOST_SHOWN).map(({ subject_id: id, would_refuse: count }) => `  ${plain(id)}: ${count}`),
    ...(complete ? [] : ['There were more calls than are looked at; the oldest are left out.']),
  ];
  return lines.join('\n');
}
