import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents';
import { ConnectionsModule } from '../connections';
import { SandboxesModule } from '../sandboxes';
import { UsageMeters } from '../shared';
import { WebhooksModule } from '../webhooks';
import { HumanRequestExpiry } from './human-request-expiry';
import { HumanRequestsController } from './human-requests.controller';
import { HumanRequestExpiryRepository, HumanRequestsRepository } from './human-requests.repository';
import { HumanRequestsService } from './human-requests.service';
import { RunAsks } from './run-asks';
import { RunCases } from './run-cases';
import { RunEffects } from './run-effects';
import { RunInterrupts } from './run-interrupts';
import { DueRunsRepository, RunLeasesRepository } from './run-leases.repository';
import { RunMessagesRepository } from './run-messages.repository';
import { RunMessagesService } from './run-messages.service';
import { RunObservers } from './run-observers';
import { RunPlaces } from './run-places';
import { RunResumption } from './run-resumption';
import { RunnableRevisions } from './runnable-revisions';
import { RunStartPreflight } from './run-start.preflight';
import { RunStartService } from './run-start.service';
import { RunStarter } from './run-starter';
import { RunSteps } from './run-steps';
import { RunTransitions } from './run-transitions';
import { LockedRuns } from './locked-runs';
import { RunWatch } from './run-watch';
import { RunWrites } from './run-writes';
import { RunsController } from './runs.controller';
import { RunsRepository } from './runs.repository';
import { RunsService } from './runs.service';

const REPOSITORIES = [
  RunsRepository,
  RunMessagesRepository,
  RunLeasesRepository,
  DueRunsRepository,
  HumanRequestsRepository,
  HumanRequestExpiryRepository,
];
/** For the resources that follow runs and for whoever executes them. */
const OFFERED = [
  RunsService,
  RunObservers,
  RunInterrupts,
  RunCases,
  RunPlaces,
  RunStarter,
  RunSteps,
  RunWrites,
  RunWatch,
  HumanRequestExpiry,
];

@Module({
  imports: [AgentsModule, ConnectionsModule, SandboxesModule, WebhooksModule],
  controllers: [RunsController, HumanRequestsController],
  providers: [
    ...REPOSITORIES,
    ...OFFERED,
    RunnableRevisions,
    RunStartPreflight,
    RunStartService,
    LockedRuns,
    RunMessagesService,
    RunResumption,
    HumanRequestsService,
    RunTransitions,
    RunEffects,
    RunAsks,
  ],
  exports: OFFERED,
})
export class RunsModule {
  constructor(meters: UsageMeters, runs: RunsRepository) {
    meters.register('runs', ({ teamId }) => runs.countLive(teamId));
  }
}
