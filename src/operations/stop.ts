// When the process ends, and how: a signal or an exception that nobody caught ends it in order, within ten seconds.
import type { Log } from "#domain/log.ts";

export type Stop = Readonly<{ why: string; exitCode: 0 | 1 }>;

type Process = Pick<NodeJS.Process, "on" | "exit">;
type Watching = Readonly<{ log: Log; unhandled(kind: string): void }>;

/**
 * Resolves with the first reason to stop. A promise that nobody caught is logged and counted and ends nothing; an
 * exception has left its work half done, so the process answers what it has begun and ends. A second signal ends at once.
 */
export function untilStopped(process: Process, { log, unhandled }: Watching): Promise<Stop> {
  const { promise, resolve } = Promise.withResolvers<Stop>();
  let stopping = false;
  const stop = (why: string, exitCode: Stop["exitCode"]) => {
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

/** An error's stack and nothing else of it: what hangs on an error of a client library may hold its token. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Docker and Kubernetes kill after 10 seconds.
const MAX_DRAIN = 8_000;

/** Runs the steps of the stop in order. False when they were not done in time. */
export async function drain(steps: readonly (() => Promise<unknown>)[], log: Log): Promise<boolean> {
  const { promise: tooLong, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), MAX_DRAIN);
  const all = async () => {
    for (const step of steps)
      await step().catch((error) => log.error("process.stop-failed", { error: describe(error) }));
    return true;
  };
  const done = await Promise.race([all(), tooLong]);
  clearTimeout(timer);
  if (!done) log.error("process.stop-timeout", { seconds: MAX_DRAIN / 1000 });
  return done;
}
