// The harness of the console: `npm run chat` on a pipe. A click types the command line that the button shows.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { commandTable } from "#bot/commands/index.ts";
import type { Event, Harness, View } from "#test/platforms/harness.ts";
import { childEnvironment, type LogLine } from "#test/support/fakes/process.ts";

const TIMEOUT = 30_000;

export async function openConsoleHarness(knowledge = "knowledge"): Promise<Harness> {
  const child = spawn(process.execPath, ["src/main.ts", "chat", "--knowledge", knowledge], {
    env: childEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const log: LogLine[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(JSON.parse(line)));
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  const exited = once(child, "close").then(([code]) => code as number | null);
  const type = (line: string): Event => {
    child.stdin.write(`${line}\n`);
    return { acknowledged: () => true, again: () => type(line) };
  };
  const unsupported = () => {
    throw new Error("the console cannot do this");
  };
  return {
    command(name, args) {
      const { report, ...others } = args;
      const scope = report === undefined ? [] : [`in:"${report}"`];
      return type([`/${name}`, ...Object.values(others), ...scope].join(" "));
    },
    direct: type,
    click: ({ words }, label) => type(buttonsIn(words).get(label) ?? unsupported()),
    // An empty line ends each reply.
    views: () => output.split("\n\n").slice(0, -1).map(viewOf),
    stop() {
      child.stdin.end();
      return exited;
    },
    log: () => log,
    violations: () => [],
    async until(holds) {
      const deadline = performance.now() + TIMEOUT;
      while (!holds()) {
        if (performance.now() > deadline) throw new Error(`timed out: ${holds}\n${output.slice(-500)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async close() {
      child.stdin.end();
      await exited;
    },
    mention: unsupported,
    shortcut: unsupported,
    noise: unsupported,
    reactions: unsupported,
    fault: unsupported,
    cut: unsupported,
    start: unsupported,
    lockStore: unsupported,
    age: unsupported,
  };
}

/** The command lines of a reply by their labels; printed as `[Context: /context k3v9qabc]`. */
function buttonsIn(words: string): ReadonlyMap<string, string> {
  const names = commandTable.map(({ name }) => name).join("|");
  const buttons = words.matchAll(new RegExp(`\\[([^\\]]*?): (/(?:${names}) [^\\]]*)\\]`, "gu"));
  return new Map([...buttons].map(([, label = "", line = ""]) => [label, line]));
}

function viewOf(words: string, index: number): View {
  const quotes = words.split("\n").filter((line) => line.startsWith("| "));
  return {
    id: String(index),
    words,
    quotes: quotes.map((line) => line.slice(2).replaceAll("**", "")),
    marked: quotes.flatMap((line) => [...line.matchAll(/\*\*(.*?)\*\*/gu)].map(([, marked = ""]) => marked)),
    buttons: [...buttonsIn(words).keys()],
    links: [],
    pings: 0,
    place: "direct",
    deleted: false,
  };
}
