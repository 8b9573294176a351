import type { CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions, requireOptions } from '../parse-options';
import { LIMITS_HELP } from './limits.help';
import { renderExplanation, renderPreview, renderUsage } from './insight.render';
import { renderRemovedRule, renderRule, renderRules } from './limits.render';

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  rules: (argv) => {
    const { options } = parseOptions('limits rules', argv, ['team']);
    requireOptions('limits rules', options, ['team']);
    return { command: 'limits.rules', args: options, render: renderRules };
  },
  add: (argv) => {
    const known = ['team', 'subject', 'of', 'bucket', 'rate', 'mode'];
    const { options } = parseOptions('limits add', argv, known);
    requireOptions('limits add', options, ['team', 'subject', 'bucket', 'rate']);
    return { command: 'limits.add', args: options, render: renderRule };
  },
  change: (argv) => {
    const { options } = parseOptions('limits change', argv, ['team', 'rule', 'rate', 'mode', 'enabled']);
    requireOptions('limits change', options, ['team', 'rule']);
    return { command: 'limits.change', args: options, render: renderRule };
  },
  explain: (argv) => {
    const { options } = parseOptions('limits explain', argv, ['team', 'key', 'user', 'client']);
    return { command: 'limits.explain', args: options, render: renderExplanation };
  },
  usage: (argv) => {
    const { options } = parseOptions('limits usage', argv, ['team']);
    return { command: 'limits.usage', args: options, render: renderUsage };
  },
  preview: (argv) => {
    const { options } = parseOptions('limits preview', argv, ['team', 'subject', 'of', 'bucket', 'rate']);
    requireOptions('limits preview', options, ['subject', 'bucket', 'rate']);
    return { command: 'limits.preview', args: options, render: renderPreview };
  },
  remove: (argv) => {
    const { options } = parseOptions('limits remove', argv, ['team', 'rule']);
    requireOptions('limits remove', options, ['team', 'rule']);
    return { command: 'limits.remove', args: options, render: renderRemovedRule };
  },
};

/** `npm run limits -- …` */
export const limitsGroup: CliGroup = groupOf('limits', LIMITS_HELP, ACTIONS);
