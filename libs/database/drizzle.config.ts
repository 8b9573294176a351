import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  // The compiled tables: there `@app/*` is already resolved, which drizzle-kit cannot do itself.
  schema: './dist/libs/**/*.tables.js',
  out: './libs/database/drizzle',
});
