// Ibid as a process of its own: what it writes is kept, its log line by line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export type LogLine = Readonly<Record<string, unknown>> & Readonly<{ event: string }>;

export type Run = Readonly<{
  pid: number;
  log: readonly LogLine[];
  /** What it wrote to standard error besides log lines. */
  complaints: readonly string[];
  /** Everything that it wrote, standard output and error. */
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
    /** Sends a signal; resolves with the exit code. */
    stop(signal?: NodeJS.Signals): Promise<number | null>;
  }>;

/** A test asks more in a minute than people may. */
const UNLIMITED = {
  IBID_PERSON_PER_MINUTE: "1000000",
  IBID_PERSON_PER_HOUR: "1000000",
  IBID_CHANNEL_PER_MINUTE: "1000000",
};

/** What `npm start` starts. Resolves once it serves; throws what it said when it ends before. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
  log: LogLine[] = [],
): Promise<Process> {
  const before = log.length;
  const run = runNode(["src/main.ts", "start"], { ...UNLIMITED, ...environment }, log);
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

/** Resolves with true when the process ended before. */
async function until(holds: () => boolean, exited: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended && !holds()) await sleep(5);
  return !holds();
}

/** A process that is stopped and started again on the same data; its log goes on. */
export type Host = Readonly<{
  log: readonly LogLine[];
  start(): Promise<void>;
  stop(): Promise<number | null>;
}>;

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
  };
}

/** For a process to listen on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
