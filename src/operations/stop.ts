// When the process ends, and how: a signal or an uncaught exception ends it in order, within ten seconds.
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
    log.error("process.unhandled-rejection", { error: describe(reason) });
  });
  process.on("uncaughtException", (error) => {
    unhandled("exception");
    log.error("process.uncaught-exception", { error: describe(error) });
    if (!stopping) stop("uncaught exception", 1);
  });
  return promise;
}

/** An error's stack and none of its other properties: the errors of client libraries may carry a token. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Docker and Kubernetes kill the process ten seconds after SIGTERM.
const MAX_SHUTDOWN_MILLISECONDS = 8_000;

export type Shutdown = Readonly<{
  /** Adds a step. What was opened last is closed first, so steps run in reverse. */
  add(step: () => Promise<unknown>): void;
  /** Runs the steps one after the other; a failure is logged and skips none. False when they took too long. */
  run(): Promise<boolean>;
}>;

export function createShutdown(log: Log): Shutdown {
  const steps: (() => Promise<unknown>)[] = [];
  const runAll = async () => {
    for (const step of steps.toReversed())
      await step().catch((error) => log.error("process.stop-failed", { error: describe(error) }));
    return true;
  };
  return {
    add: (step) => void steps.push(step),
    async run() {
      const { promise: timedOut, resolve } = Promise.withResolvers<false>();
      const timer = setTimeout(() => resolve(false), MAX_SHUTDOWN_MILLISECONDS);
      const done = await Promise.race([runAll(), timedOut]);
      clearTimeout(timer);
      if (!done) log.error("process.stop-timeout", { seconds: MAX_SHUTDOWN_MILLISECONDS / 1000 });
      return done;
    },
  };
}
