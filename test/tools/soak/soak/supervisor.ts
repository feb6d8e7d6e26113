// Keeps Ibid running as a service manager does: whatever ends it, it is started again.
import { readFileSync } from "node:fs";
import { type LogLine, type Run, runIbid } from "#test/support/fakes/process.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";

const RESTART_PAUSE = 500;

export type Supervisor = Readonly<{
  /** The log of all processes. */
  log: readonly LogLine[];
  /** Ends the process that runs; another one is started. */
  end(signal: NodeJS.Signals): void;
  /** The most memory that was resident in any of the processes, in megabytes. */
  memory(): number;
  /** Why processes ended that were not told to, or not in order. */
  failures: readonly string[];
  /** Ends the process in order, for good. */
  stop(): Promise<void>;
}>;

export function supervise(environment: Readonly<Record<string, string>>): Supervisor {
  const log: LogLine[] = [];
  const failures: string[] = [];
  let isOver = false;
  let mostMemory = 0;
  let run: Run;
  let isSignalled = false;
  const keepRunning = async () => {
    for (;;) {
      isSignalled = false;
      run = runIbid(environment, log);
      const code = await run.exited;
      // One that is told to end in order has to do so with 0; null: a signal has killed it.
      if (code !== null && (code !== 0 || !isSignalled))
        failures.push(`exit code ${code}: ${run.complaints.join(" ")}`);
      if (!isOver) await pause(RESTART_PAUSE);
      if (isOver) return;
    }
  };
  const measuring = setInterval(() => {
    mostMemory = Math.max(mostMemory, residentMemory(run.pid));
  }, 500);
  const ended = keepRunning();
  const end = (signal: NodeJS.Signals) => {
    isSignalled = true;
    run.kill(signal);
  };
  return {
    log,
    failures,
    end,
    memory: () => mostMemory,
    async stop() {
      clearInterval(measuring);
      if (!isOver) end("SIGTERM");
      isOver = true;
      await ended;
    },
  };
}

/** In megabytes; 0 where the system does not tell, or when the process has just ended. */
function residentMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
