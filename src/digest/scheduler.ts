// The loop: every few seconds it makes deliveries of what is due and carries them out, several at a time.
import { setTimeout as sleep } from "node:timers/promises";
import { deliverNext } from "./delivery.ts";
import type { DigestEdges } from "./deps.ts";
import { realign, tick } from "./enqueue-due.ts";

export type Clock = Readonly<{
  start(): void;
  /** Looks at once. */
  wake(): void;
  /** Begins nothing new; resolves when what was begun is written down. */
  stop(): Promise<void>;
}>;

export function createClock(edges: DigestEdges): Clock {
  const stopping = new AbortController();
  let waking = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const beat = createBeat(edges, stopping.signal);
  const run = async () => {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      await beat();
      const signal = AbortSignal.any([stopping.signal, waking.signal]);
      await sleep(edges.timing.interval, undefined, { signal }).catch(() => undefined);
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
export function createBeat(edges: DigestEdges, stopping?: AbortSignal): () => Promise<void> {
  let before: number | undefined;
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      edges.log("digest failed", { error: error instanceof Error ? (error.stack ?? "") : String(error) });
    }
  };
  const work = async () => {
    while (stopping?.aborted !== true && (await deliverNext(edges)));
  };
  return async () => {
    await attempt(async () => {
      await edges.refresh();
      const now = edges.now();
      const current = { ...edges, platforms: [...edges.posters().keys()], now };
      if (before === undefined || now < before) await realign(current);
      before = now;
      await tick(current);
    });
    await Promise.all(Array.from({ length: edges.timing.parallel }, () => attempt(work)));
  };
}
