export { SandboxesModule } from './sandboxes.module';
export { RunSandboxes } from './run-sandboxes';
export { SandboxCleaner } from './sandbox-cleaner';
export { sandboxesTable, sandboxFilesTable } from './sandboxes.tables';
