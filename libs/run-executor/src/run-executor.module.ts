import { Inject, Injectable, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationBootstrap } from '@nestjs/common';
import { PublicApiModule } from '@app/public-api';
import { CaseWriter } from './case-writer';
import { CaseStarter } from './case-starter';
import { DispatchAudit } from './dispatch-audit';
import { Dispatcher } from './dispatcher';
import { Executor } from './executor';
import { Housekeeping } from './housekeeping';
import { Keepers } from './keepers';
import { OrphanedRuns } from './orphaned-runs';
import { RunDriver } from './run-driver';
import { RunRights } from './run-rights';
import { RunWorker } from './run-worker';
import { ScriptedExecutor } from './scripted/scripted-executor';
import { StepFiles } from './step-files';
import { StepReads } from './step-reads';
import { StepRunner } from './step-runner';
import { StepWriter } from './step-writer';

const ENABLED = Symbol('RUN_WORKER_ENABLED');

@Injectable()
class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly orphans: OrphanedRuns,
    private readonly worker: RunWorker,
    @Inject(ENABLED) private readonly isEnabled: boolean,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.isEnabled) return;
    await this.orphans.takeBack();
    this.worker.start();
  }

  // The database closes one hook later.
  async beforeApplicationShutdown(): Promise<void> {
    if (this.isEnabled) await this.worker.stop();
  }
}

/** Executes runs, in the process that imports it. */
@Module({})
export class RunExecutorModule {
  /** @param isEnabled whether this process works; otherwise the parts are only there for tests and tools */
  static forRoot(isEnabled: boolean): DynamicModule {
    return {
      module: RunExecutorModule,
      imports: [PublicApiModule],
      providers: [
        { provide: ENABLED, useValue: isEnabled },
        { provide: Executor, useClass: ScriptedExecutor },
        OrphanedRuns,
        RunWorker,
        WorkerLifecycle,
        RunDriver,
        RunRights,
        StepRunner,
        StepReads,
        StepFiles,
        StepWriter,
        CaseWriter,
        Dispatcher,
        CaseStarter,
        DispatchAudit,
        Housekeeping,
        Keepers,
      ],
    };
  }
}
