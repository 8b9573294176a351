import fc from 'fast-check';
import { convert } from '../convert/convert';
import { checkCatalogue } from '../gate/check-host-gate';
import { PROFILES } from '../model/tool';
import { documentArb } from '../testing/arbitrary-documents.spec-support';
import { compiler } from '../testing/ajv.spec-support';
import { propertyRuns } from '../testing/documents.spec-support';

/** Invariant 2: every published tool passes the host gate of its profile. */
it('every tool of any document passes the host gate, compiled under both dialects', () => {
  let refusals = 0;
  fc.assert(
    fc.property(documentArb, (doc) => {
      const { tools, report } = convert(doc);
      const compile = compiler();
      refusals += report.entries.filter((entry) => entry.code === 'host_gate').length;
      for (const profile of PROFILES) {
        expect(checkCatalogue(tools, profile, { compile })).toEqual([]);
      }
    }),
    { numRuns: propertyRuns(0.25) },
  );
  // Conversion has to produce passing tools, not to hide failing ones.
  expect(refusals).toBe(0);
});
