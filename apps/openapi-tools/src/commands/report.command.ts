import { rateCatalogue } from '@app/openapi-tools';
import type { Command } from '../command';
import { convertFile, DOCUMENT_FLAGS, DOCUMENT_HELP, DOCUMENT_OPTIONS } from '../read-document';
import { renderRating } from '../render-rating';

export const reportCommand: Command = {
  name: 'report',
  words: ['FILE'],
  options: DOCUMENT_OPTIONS,
  flags: [...DOCUMENT_FLAGS, 'json'],
  help: `openapi-tools report FILE [--json]

Rates a document for agents: the tokens its tools take, operations and arguments without a description, names that
a model mixes up, operations that give no tool, and what to change for each.

${DOCUMENT_HELP}
--json            the whole rating as JSON
--help            this text

Exit codes: 0 done, 2 the document cannot be used.`,

  async run(call, terminal) {
    const { conversion, report } = await convertFile(call.words[0] ?? '', call, terminal);
    const rating = rateCatalogue(conversion?.tools ?? [], report);
    terminal.out(call.flags.has('json') ? `${JSON.stringify(rating, null, 2)}\n` : renderRating(rating));
    return 0;
  },
};
