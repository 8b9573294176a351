// Preload for Node 20: the suite imports `globSync` from `fs`, which Node has since 22. Only its command
// `tier-check`, which looks into repositories on GitHub, uses it; without this the whole bundle fails to load.
import * as fs from 'node:fs';
import { register } from 'node:module';

if (!('globSync' in fs)) register('./fs-with-glob.mjs', import.meta.url);
