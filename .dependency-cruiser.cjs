/** Imports point one way. Each rule says why it is there. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle means two things are one thing.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      comment: 'Apps compose libs; a lib that knows an app cannot be reused by another one.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'index-is-the-only-door',
      severity: 'error',
      comment: 'What index.ts does not export is private and may change without notice.',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'index-is-the-only-door-for-apps',
      severity: 'error',
      comment: 'As above, seen from the apps.',
      from: { path: '^apps/', pathNot: '^apps/dashboard/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)' },
    },
    {
      name: 'dashboard-takes-types-of-schemas-alone',
      severity: 'error',
      comment: 'Code of the server in a page would be shipped to every browser; types leave nothing behind.',
      from: { path: '^apps/dashboard/src/' },
      to: { path: '^(libs|apps/(?!dashboard/))', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'dashboard-takes-types-from-schemas',
      severity: 'error',
      comment: 'What a reply looks like is said by its schema and by nothing else.',
      from: { path: '^apps/dashboard/src/' },
      to: { path: '^libs/', pathNot: '(\\.schemas|\\.reply)\\.ts$' },
    },
    {
      name: 'dashboard-host-serves-files',
      severity: 'error',
      comment: 'It knows nothing of what the pages show.',
      from: { path: '^libs/dashboard-host/' },
      to: { path: '^libs/(?!dashboard-host/)' },
    },
    {
      name: 'resources-meet-at-their-index',
      severity: 'error',
      comment: 'A resource of the Public API uses another one through its index.ts only.',
      from: { path: '^libs/public-api/src/([^/]+)/' },
      to: { path: '^libs/public-api/src/([^/]+)/(?!index\\.ts$)', pathNot: '^libs/public-api/src/$1/' },
    },
    {
      name: 'openapi-tools-is-pure',
      severity: 'error',
      comment: 'It converts documents of anybody; it must not know this product, the network or the disk.',
      from: { path: '^libs/openapi-tools/src/', pathNot: '\\.spec(-support)?\\.ts$' },
      to: {
        path: '^(libs/(?!openapi-tools/)|node_modules/|(node:)?(fs|net|http|https|child_process|dns)(/|$))',
      },
    },
    {
      name: 'mcp-holds-no-judgement',
      severity: 'error',
      comment:
        'A tool call is judged by the REST pipeline alone; MCP code must not reach limits or resources.',
      from: { path: '^libs/mcp/' },
      to: { path: '^libs/(public-api|rate-limit|database|upstreams)/' },
    },
    {
      name: 'public-api-knows-no-mcp',
      severity: 'error',
      comment: 'A new operation is a tool without an edit on either side.',
      from: { path: '^libs/public-api/' },
      to: { path: '^libs/(mcp|openapi-tools|operator|run-executor|oauth-server|admin|settings|upstreams)/' },
    },
    {
      name: 'admin-is-a-surface',
      severity: 'error',
      comment:
        'What the dashboard offers beyond the Public API stands on the platform, beside the other features.',
      from: { path: '^libs/admin/', pathNot: '^libs/admin/src/tools/' },
      to: { path: '^libs/(public-api|run-executor|mcp|openapi-tools|oauth-server|operator)/' },
    },
    {
      name: 'admin-shows-the-tools-that-are-served',
      severity: 'error',
      comment:
        'A second list of tools could differ from the one that hosts get, so this part reads the registry itself, and the connected apps that it explains; nothing else of features.',
      from: { path: '^libs/admin/src/tools/' },
      to: { path: '^libs/(public-api|run-executor|openapi-tools|operator)/' },
    },
    {
      name: 'settings-is-a-surface',
      severity: 'error',
      comment:
        'As above, for what each person sees; signing in is shared with the pages of the authorization server.',
      from: { path: '^libs/settings/' },
      to: { path: '^libs/(public-api|run-executor|mcp|openapi-tools|operator|admin|upstreams)/' },
    },
    {
      name: 'platform-libs-know-no-features',
      severity: 'error',
      comment: 'Features build on the platform, never the other way round.',
      from: {
        path: '^libs/(config|errors|net|database|pubsub|secrets|telemetry|auth|permissions|rate-limit|health|jobs|operator)/',
      },
      to: {
        path: '^libs/(public-api|run-executor|mcp|openapi-tools|oauth-server|admin|settings|upstreams)/',
      },
    },
    {
      name: 'upstreams-are-routes',
      severity: 'error',
      comment:
        'What they serve is judged by the guards and becomes tools like all else; nobody builds on it.',
      from: { path: '^libs/upstreams/' },
      to: { path: '^libs/(public-api|run-executor|mcp|oauth-server|admin|operator)/' },
    },
    {
      name: 'only-repositories-speak-sql',
      severity: 'error',
      comment: 'The team filter of every query can be reviewed because all queries stand in repositories.',
      from: {
        path: '^(apps|libs)/',
        pathNot: '(\\.repository|\\.tables)\\.ts$|^libs/database/|\\.spec(-support)?\\.ts$',
      },
      to: { path: 'node_modules/drizzle-orm/' },
    },
    {
      name: 'only-limiter-and-pubsub-use-redis',
      severity: 'error',
      comment: 'Redis holds counters and carries messages; nothing in it must survive.',
      from: { path: '^(apps|libs)/', pathNot: '^libs/(rate-limit|pubsub)/' },
      to: { path: 'node_modules/ioredis/' },
    },
    {
      name: 'only-jobs-knows-its-engine',
      severity: 'error',
      comment: 'Another engine can take over where volume asks for it, without an edit elsewhere.',
      from: { path: '^(apps|libs)/', pathNot: '^libs/jobs/' },
      to: { path: 'node_modules/pg-boss/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
