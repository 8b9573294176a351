// How many cases a property test generates; the long mode of `npm run test:all` sets more.
const runs = Number(process.env.PROPERTY_RUNS ?? '');
if (runs > 0) globalThis.__PROPERTY_RUNS__ = runs;
// A change is judged by the same cases as the one before it; PROPERTY_SEED=$RANDOM looks for new ones.
globalThis.__PROPERTY_SEED__ = Number(process.env.PROPERTY_SEED ?? '20261123');
