// When the process ends, and how: a signal or an uncaught exception ends it in order, within ten seconds.
import { stackOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";

export type ExitCode = 0 | 1;

export type Stop = Readonly<{ why: string; exitCode: ExitCode }>;

type Process = Pick<NodeJS.Process, "on" | "exit">;
type StopDeps = Readonly<{ log: Log; unhandled(kind: string): void }>;

/**
 * Resolves with the first reason to stop. An unhandled rejection is logged and counted, and stops nothing. An uncaught
 * exception has left its work half done, so the process finishes what it has begun and ends with 1. A second signal ends
 * the process at once.
 */
export function untilStopped(process: Process, { log, unhandled }: StopDeps): Promise<Stop> {
  const { promise, resolve } = Promise.withResolvers<Stop>();
  let stopping = false;
  const stop = (why: string, exitCode: ExitCode) => {
    log.info("process.stopping", { why });
    stopping = true;
    resolve({ why, exitCode });
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => (stopping ? process.exit(1) : stop(signal, 0)));
  process.on("unhandledRejection", (reason) => {
    unhandled("rejection");
    log.error("process.unhandled-rejection", { error: stackOf(reason) });
  });
  process.on("uncaughtException", (error) => {
    unhandled("exception");
    log.error("process.uncaught-exception", { error: stackOf(error) });
    if (!stopping) stop("uncaught exception", 1);
  });
  return promise;
}

// Docker and Kubernetes kill the process ten seconds after SIGTERM.
const MAX_SHUTDOWN_MILLISECONDS = 8_000;

export type Shutdown = Readonly<{
  /** Aborts when `run` is called. */
  signal: AbortSignal;
  /**
   * Adds a step. What was opened last is closed first, so steps run in reverse. What was still being opened when `run` was
   * called is closed as well.
   */
  add(step: Step): void;
  /** Runs the steps one after the other; a failure is logged and skips none. False when they took too long. */
  run(): Promise<boolean>;
}>;

type Step = () => Promise<unknown>;

export function createShutdown(log: Log): Shutdown {
  const stopping = new AbortController();
  const steps: Step[] = [];
  let hasRunAll = false;
  const runStep = (step: Step) =>
    step().catch((error) => log.error("process.stop-failed", { error: stackOf(error) }));
  const runAll = async () => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) await runStep(step);
    hasRunAll = true;
    return true;
  };
  return {
    signal: stopping.signal,
    add: (step) => void (hasRunAll ? runStep(step) : steps.push(step)),
    async run() {
      stopping.abort();
      const { promise: timedOut, resolve } = Promise.withResolvers<false>();
      const timer = setTimeout(() => resolve(false), MAX_SHUTDOWN_MILLISECONDS);
      const done = await Promise.race([runAll(), timedOut]);
      clearTimeout(timer);
      if (!done) log.error("process.stop-timeout", { seconds: MAX_SHUTDOWN_MILLISECONDS / 1000 });
      return done;
    },
  };
}
