import { unwatchFile, watchFile } from 'node:fs';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Upstreams } from './upstreams.service';

/** How often files are looked at, in milliseconds. Looking works where events do not: on mounted and replaced files. */
const LOOK_MS = 1000;
/** Editors write in several steps; a look at half a file would only log a mistake. */
const SETTLE_MS = 300;

/** Reloads the upstreams on SIGHUP, and when their file or one of their documents changes. */
@Injectable()
export class ReloadWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private watched: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly upstreams: Upstreams) {}

  onApplicationBootstrap(): void {
    if (this.upstreams.files.length === 0) return;
    process.on('SIGHUP', this.reload);
    this.watch();
  }

  onModuleDestroy(): void {
    process.off('SIGHUP', this.reload);
    clearTimeout(this.timer);
    this.unwatch();
  }

  private readonly reload = (): void => {
    this.upstreams.reload();
    // Another file may name other documents.
    this.unwatch();
    this.watch();
  };

  private readonly changed = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.reload, SETTLE_MS).unref();
  };

  private watch(): void {
    this.watched = [...new Set(this.upstreams.files)];
    for (const file of this.watched) watchFile(file, { interval: LOOK_MS, persistent: false }, this.changed);
  }

  private unwatch(): void {
    for (const file of this.watched) unwatchFile(file, this.changed);
    this.watched = [];
  }
}
