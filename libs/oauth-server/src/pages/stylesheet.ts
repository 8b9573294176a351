import { createHash } from 'node:crypto';
import { tokenStyles } from './design-tokens';

const RULES = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;padding:clamp(1.5rem,7vh,5rem) 1rem 2rem;background:var(--canvas);color:var(--ink);font:1rem/1.5 var(--font-text);overflow-wrap:anywhere}
h1,h2,p,dl,dd,ul,fieldset{margin:0}
h1{font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
a{color:var(--accent);text-underline-offset:.2em}
a:hover{color:var(--accent-hover)}
strong{font-weight:650}
code{font-family:var(--font-code);font-size:.92em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.brand{display:inline-flex;align-items:center;gap:.5rem;margin-bottom:1.5rem;font-weight:700;font-size:1.25rem;letter-spacing:-.02em}
.brand svg,.tile svg{display:block;width:1.75rem;height:1.75rem}
.mark-front{fill:var(--accent)}
.mark-back{fill:var(--accent);opacity:.45}
main{width:100%;max-width:var(--measure);padding:2rem;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);box-shadow:0 1px 2px rgb(0 0 0/4%),0 12px 32px -12px rgb(0 0 0/12%)}
footer{max-width:var(--measure);margin-top:1.5rem;color:var(--muted);font-size:.8125rem;text-align:center}
.stack{display:flex;flex-direction:column;gap:1.5rem}
.stack-small{display:flex;flex-direction:column;gap:.5rem}
.lead{color:var(--muted);margin-top:.5rem}
.lead strong{color:var(--ink)}
.small{font-size:.875rem}
.muted{color:var(--muted)}
.pair{display:flex;align-items:center;gap:.625rem;margin-bottom:1.25rem}
.tile{display:grid;place-items:center;width:3rem;height:3rem;flex:none;border:1px solid var(--line);border-radius:.8rem;background:var(--sunken);font-size:1.375rem;font-weight:650;line-height:1}
.pair-line{width:1.75rem;border-top:2px dotted var(--control-line)}
.badge{display:inline-block;padding:.0625rem .5rem;border:1px solid var(--warning-line);border-radius:1rem;background:var(--warning-soft);color:var(--warning-ink);font-size:.8125rem;font-weight:600;line-height:1.5;vertical-align:middle}
.note{padding:.75rem .875rem;border:1px solid var(--line);border-radius:var(--radius-small);background:var(--sunken);font-size:.875rem}
.note-warning{border-color:var(--warning-line);background:var(--warning-soft);color:var(--warning-ink)}
.note-danger{border-color:var(--danger-line);background:var(--danger-soft);color:var(--danger-ink)}
.note a{color:inherit}
.facts{display:grid;border:1px solid var(--line);border-radius:var(--radius-small)}
.facts>div{padding:.75rem .875rem}
.facts>div+div{border-top:1px solid var(--line)}
dt,.label,legend{padding:0;font-size:.875rem;font-weight:600}
dt{color:var(--muted);font-weight:400;font-size:.8125rem}
dd{font-weight:600}
.host{font-family:var(--font-code);font-size:1.0625rem;word-break:break-all}
fieldset{padding:0;border:0;min-width:0}
legend{margin-bottom:.5rem}
label.label{display:block;margin-bottom:.375rem}
input[type=email],input[type=password]{display:block;width:100%;min-height:2.875rem;padding:.5rem .75rem;border:1px solid var(--control-line);border-radius:var(--radius-small);background:var(--surface);color:var(--ink);font:inherit}
input[aria-invalid=true]{border-color:var(--danger-ink)}
input[type=radio],input[type=checkbox]{width:1.125rem;height:1.125rem;margin:.1875rem 0 0;flex:none;accent-color:var(--accent)}
.choices{display:flex;flex-direction:column;border:1px solid var(--line);border-radius:var(--radius-small);max-height:19rem;overflow-y:auto}
.choice{display:flex;gap:.75rem;align-items:flex-start;padding:.6875rem .875rem}
.choice+.choice{border-top:1px solid var(--line)}
label.choice{cursor:pointer}
label.choice:hover{background:var(--sunken)}
.choice:has(input:checked){background:var(--accent-soft)}
.choice:has(input:focus-visible){outline:3px solid var(--focus);outline-offset:-3px}
.choice input:focus-visible{outline:none}
.choice-text{flex:1;min-width:0;text-align:left}
.choice-text>*{display:block}
.choice-mark{flex:none;width:1.125rem;height:1.125rem;margin-top:.1875rem;color:var(--accent)}
.plain{font-weight:400}
.team-label{margin-bottom:.5rem}
.after{margin-top:.5rem}
.role{flex:none;color:var(--muted);font-size:.875rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem}
.actions>*{flex:1 1 9rem}
.button{display:inline-flex;align-items:center;justify-content:center;width:100%;min-height:2.875rem;padding:.5rem 1.125rem;border:1px solid var(--control-line);border-radius:var(--radius-small);background:var(--surface);color:var(--ink);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{background:var(--sunken);color:var(--ink)}
.button-primary{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.button-primary:hover{border-color:var(--accent-hover);background:var(--accent-hover);color:var(--on-accent)}
.button-quiet{border-color:transparent;background:none;color:var(--muted);font-weight:500}
.link{display:inline;padding:0;border:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
.link:hover{color:var(--accent-hover)}
.divider{display:flex;align-items:center;gap:.75rem;color:var(--muted);font-size:.875rem}
.divider::before,.divider::after{content:"";flex:1;border-top:1px solid var(--line)}
.account{margin-top:1.5rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:.875rem;color:var(--muted)}
@media (max-width:30rem){body{padding:1.25rem 0 1.5rem;background:var(--surface)}.brand{margin-bottom:.5rem}main{padding:1.25rem;border:0;border-radius:0;box-shadow:none}footer{padding:0 1.25rem}}
@media (forced-colors:active){.button,.note,.badge,.tile{border:1px solid}.choice:has(input:checked){outline:2px solid Highlight;outline-offset:-2px}}
`;

/** The one stylesheet of the pages, as it stands inside their `style` element. */
export const STYLESHEET = tokenStyles() + RULES.replace(/\n/g, '');

/** What a content security policy calls it (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export const STYLESHEET_HASH = `'sha256-${createHash('sha256').update(STYLESHEET).digest('base64')}'`;
