import type { CliCall, CliGroup } from '../cli-group';
import { groupOf } from '../group-of';
import type { ActionParser } from '../group-of';
import { parseOptions, requireOptions } from '../parse-options';
import { WEBHOOKS_HELP } from './webhooks.help';
import { renderRotatedSecret, renderSecret } from './webhooks.render';

/** Both commands take a team and nothing else. */
const ofTeam =
  (action: string, render: CliCall['render']): ActionParser =>
  (argv) => {
    const { options } = parseOptions(`webhooks ${action}`, argv, ['team']);
    requireOptions(`webhooks ${action}`, options, ['team']);
    return { command: `webhooks.${action}`, args: options, render };
  };

const ACTIONS: Readonly<Record<string, ActionParser>> = {
  secret: ofTeam('secret', renderSecret),
  'rotate-secret': ofTeam('rotate-secret', renderRotatedSecret),
};

/** `npm run webhooks -- …` */
export const webhooksGroup: CliGroup = groupOf('webhooks', WEBHOOKS_HELP, ACTIONS);
