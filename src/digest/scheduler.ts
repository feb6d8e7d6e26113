// The loop: every few seconds it makes deliveries of what is due and carries them out, several at a time.
import { setTimeout as sleep } from "node:timers/promises";
import { deliverNext } from "./delivery.ts";
import type { DigestDeps } from "./deps.ts";
import { enqueueDue, realignSchedules } from "./enqueue-due.ts";

export type Scheduler = Readonly<{
  start(): void;
  /** Looks at once. */
  wake(): void;
  /** Begins nothing new; resolves when what was begun is written down. */
  stop(): Promise<void>;
}>;

export function createScheduler(deps: DigestDeps): Scheduler {
  const stopping = new AbortController();
  let waking = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const beat = createPass(deps, stopping.signal);
  const run = async () => {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      await beat();
      const signal = AbortSignal.any([stopping.signal, waking.signal]);
      await sleep(deps.timing.interval, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    start: () => {
      running = run();
    },
    wake: () => waking.abort(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One look at the clock. Never throws: what fails is logged and tried again at the next. */
export function createPass(deps: DigestDeps, stopping?: AbortSignal): () => Promise<void> {
  let before: number | undefined;
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      deps.log.error("digest.failed", {
        error: error instanceof Error ? (error.stack ?? "") : String(error),
      });
    }
  };
  const work = async () => {
    while (stopping?.aborted !== true && (await deliverNext(deps)));
  };
  return async () => {
    await attempt(async () => {
      await deps.refresh();
      const now = deps.now();
      const current = { ...deps, platforms: [...deps.posters().keys()], now };
      if (before === undefined || now < before) await realignSchedules(current);
      before = now;
      await enqueueDue(current);
    });
    await Promise.all(Array.from({ length: deps.timing.parallel }, () => attempt(work)));
  };
}
