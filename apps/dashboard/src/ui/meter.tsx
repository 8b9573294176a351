import { number } from './format';

interface MeterProps {
  readonly used: number;
  readonly limit: number;
  /** What is counted. */
  readonly label: string;
  /** Window, in words. */
  readonly per: string;
}

/** Use against a limit; the words beside it say the same. */
export function Meter({ used, limit, label, per }: MeterProps) {
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <div className="meter">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect className="track" width="100" height="8" rx="4" />
        <rect className={share >= 0.8 ? 'fill-high' : 'fill'} width={share * 100} height="8" rx="4" />
      </svg>
      <span className="small">
        {number(used)} of {number(limit)} per {per} <span className="muted">({label})</span>
      </span>
    </div>
  );
}
