// Runs Ibid as a process of its own and keeps its output, the log as parsed lines.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { knowledgeWithRedReport } from "#test/support/red-report.ts";

export type LogLine = Readonly<Record<string, unknown>> & Readonly<{ event: string }>;

export type Run = Readonly<{
  pid: number;
  log: readonly LogLine[];
  /** Lines on standard error that are not log lines. */
  complaints: readonly string[];
  /** Everything it has written to standard output and standard error. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
}>;

/**
 * An environment without a developer's own settings, be they from the shell or from the checkout's `.env`. Without IBID_DATA
 * in `settings` it names an empty folder of its own, never the checkout's.
 */
export function childEnvironment(settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const data = mkdtempSync(join(tmpdir(), "data-"));
  return { PATH: process.env.PATH, DOTENV_PATH: "/dev/null", IBID_DATA: data, ...settings };
}

/** Runs Node with no settings but `environment`. `log` gets the lines of the log. */
export function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  log: LogLine[] = [],
): Run {
  const child = spawn(process.execPath, args, {
    env: childEnvironment(environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const complaints: string[] = [];
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.startsWith("{")) log.push(JSON.parse(line));
    else complaints.push(line);
  });
  return {
    pid: child.pid ?? 0,
    log,
    complaints,
    output: () => output,
    kill: (signal) => child.kill(signal),
    exited: once(child, "close").then(([code]) => code as number | null),
  };
}

export type Process = Run &
  Readonly<{
    /** Sends a signal, SIGTERM by default. Resolves with the exit code; null when a signal ended it. */
    stop(signal?: NodeJS.Signals): Promise<number | null>;
  }>;

/** Rate limits that no test reaches. */
const UNLIMITED = {
  IBID_PERSON_PER_MINUTE: "1000000",
  IBID_PERSON_PER_HOUR: "1000000",
  IBID_CHANNEL_PER_MINUTE: "1000000",
};

/** Starts what `npm start` starts, and waits for nothing. One of its reports may not be seen, unless `environment` names a folder. */
export function runIbid(environment: Readonly<Record<string, string>>, log: LogLine[] = []): Run {
  const reports = environment.IBID_KNOWLEDGE ?? knowledgeWithRedReport();
  return runNode(["src/main.ts", "start"], { ...UNLIMITED, ...environment, IBID_KNOWLEDGE: reports }, log);
}

/** As `runIbid`. Resolves once it serves; throws with its error output when it ends before that. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
  log: LogLine[] = [],
): Promise<Process> {
  const before = log.length;
  const run = runIbid(environment, log);
  const serves = () =>
    log.slice(before).some(({ event, platforms }) => event === "process.serving" && platforms !== "");
  const ended = await until(serves, run.exited);
  if (ended) throw new Error(`it did not start: ${run.complaints.join("\n")}`);
  return {
    ...run,
    stop(signal = "SIGTERM") {
      run.kill(signal);
      return run.exited;
    },
  };
}

/** Waits for the condition. Resolves with true when the process ended before it held. */
async function until(condition: () => boolean, exited: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended && !condition()) await sleep(5);
  return !condition();
}

/** Stops a process and starts it again with the same data. The log continues over restarts. */
export type Host = Readonly<{
  log: readonly LogLine[];
  start(): Promise<void>;
  stop(): Promise<number | null>;
  /** Keeps the process from writing its store, as another process that hangs in a transaction does, until the result is called. */
  lockStore(): () => void;
}>;

/** `environment` has IBID_DATA, so that every start uses the same data. */
export function hostOf(environment: Readonly<Record<string, string>>): Host {
  const log: LogLine[] = [];
  let process: Process | undefined;
  return {
    log,
    async start() {
      process = await startProcess(environment, log);
    },
    async stop() {
      return (await process?.stop()) ?? null;
    },
    lockStore() {
      const { IBID_DATA } = environment;
      if (IBID_DATA === undefined) throw new Error("the environment has no IBID_DATA");
      // The process may be writing at this moment: then it is waited for.
      const store = new DatabaseSync(join(IBID_DATA, "ibid.sqlite"), { timeout: 30_000 });
      store.exec("BEGIN IMMEDIATE");
      return () => store.close();
    },
  };
}

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
