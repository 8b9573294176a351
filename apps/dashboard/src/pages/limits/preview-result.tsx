import type { Preview } from '../../api/types';
import { counted, number } from '../../ui/format';

export function PreviewResult({ preview }: { readonly preview: Preview }) {
  const { calls, would_refuse: wouldRefuse, refused, most_refused: most } = preview;
  return (
    <div className={wouldRefuse > 0 ? 'note note-warning' : 'note note-good'} role="status">
      <p>
        <strong>
          {wouldRefuse === 0
            ? 'Nothing would have been refused.'
            : `${number(wouldRefuse)} of ${counted(calls, 'call')} would have been refused.`}
        </strong>{' '}
        In the last hour the rule would have decided on {counted(calls, 'call')}; what holds now refused{' '}
        {number(refused)} of them.
      </p>
      {most.length > 0 && (
        <ul className="small">
          {most.slice(0, 5).map((subject) => (
            <li key={subject.subject_id}>
              <code>{subject.subject_id}</code>: {number(subject.would_refuse)}
            </li>
          ))}
        </ul>
      )}
      {!preview.complete && <p className="small">There were more calls than are looked at.</p>}
    </div>
  );
}
