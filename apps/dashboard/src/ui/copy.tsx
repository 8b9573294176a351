import { Button, CopyButton } from '@mantine/core';

/** Text to paste elsewhere, with a button that takes it. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="copy-block">
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
      <Copy text={text} label={label} />
    </div>
  );
}

export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy} aria-label={`Copy ${label}`}>
          <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
        </Button>
      )}
    </CopyButton>
  );
}
