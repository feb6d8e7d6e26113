// Ibid as `npm start` starts it: a process of its own, its log read line by line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type LogLine = Readonly<Record<string, unknown>> & Readonly<{ event: string }>;

export type Process = Readonly<{
  log: readonly LogLine[];
  /** What it wrote to standard error besides log lines. */
  complaints: readonly string[];
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Sends a signal; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}>;

/** Resolves once it serves; throws what it said when it ends before. `append` gets the log of every start. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
  log: LogLine[] = [],
): Promise<Process> {
  const child = spawn(process.execPath, ["src/main.ts", "start"], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const complaints: string[] = [];
  const exited = once(child, "close").then(([code]) => code as number | null);
  const { promise: serving, resolve: serves } = Promise.withResolvers<"serves">();
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (!line.startsWith("{")) return void complaints.push(line);
    const entry: LogLine = JSON.parse(line);
    log.push(entry);
    if (entry.event === "serving" && entry.platforms !== "") serves("serves");
  });
  if ((await Promise.race([serving, exited])) !== "serves")
    throw new Error(`it did not start: ${complaints.join("\n")}`);
  return {
    log,
    complaints,
    exited,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return exited;
    },
  };
}
