import { z } from 'zod';
import type { LimitPreview } from '@app/rate-limit';
import { count, isoTime } from '../fields.schemas';

const previewSchema = z
  .strictObject({
    since: isoTime(),
    until: isoTime(),
    calls: count().describe('Calls that the rule would have decided on.'),
    would_refuse: count(),
    refused: count().describe('Those of the calls that the limit in its place has refused.'),
    most_refused: z
      .array(z.strictObject({ subject_id: z.string(), would_refuse: count() }))
      .describe('The credentials, users or the team that it would have refused most often.'),
    complete: z
      .boolean()
      .describe('false: there were more calls than are looked at, the oldest are left out.'),
  })
  .meta({ id: 'RateLimitPreview', description: 'What a rule would have refused in the last hour.' });

export const previewReply = z.strictObject({ preview: previewSchema });
export type PreviewView = z.output<typeof previewSchema>;

export function toPreviewView(preview: LimitPreview): PreviewView {
  return {
    since: preview.since.toISOString(),
    until: preview.until.toISOString(),
    calls: preview.calls,
    would_refuse: preview.wouldRefuse,
    refused: preview.refused,
    most_refused: preview.mostRefused.map(({ subjectId, wouldRefuse }) => ({
      subject_id: subjectId,
      would_refuse: wouldRefuse,
    })),
    complete: preview.complete,
  };
}
