// How many cases a property test generates; the long mode of `npm run test:all` sets more.
const runs = Number(process.env.PROPERTY_RUNS ?? '');
if (runs > 0) globalThis.__PROPERTY_RUNS__ = runs;
