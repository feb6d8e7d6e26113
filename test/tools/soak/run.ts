// `npm run tool:soak -- NAME [options]`: runs one of the tools that try Ibid for longer or harder than the tests do.
import { spawn } from "node:child_process";
import { once } from "node:events";

type Tool = Readonly<{ file: string; summary: string }>;

const TOOLS: Readonly<Record<string, Tool>> = {
  load: { file: "test/tools/soak/load/load.ts", summary: "how many questions a second Ibid bears" },
  reloads: {
    file: "test/tools/soak/load/reloads.ts",
    summary: "questions during reloads, and kills during reloads",
  },
  outage: { file: "test/tools/soak/outage/run.ts", summary: "questions while a platform is away, and kills" },
  soak: {
    file: "test/tools/soak/soak/run.ts",
    summary: "everything at once, and what became of each question and digest",
  },
  chaos: { file: "test/tools/soak/chaos/run.ts", summary: "digests through kills and a failing network" },
  digests: { file: "test/tools/soak/digests/run.ts", summary: "the digests of very many channels at once" },
  hidden: {
    file: "test/tools/soak/hidden/run.ts",
    summary: "whether anything tells that hidden reports exist",
  },
  scopes: { file: "test/tools/soak/scopes/run.ts", summary: "time and memory that scopes take" },
  stalls: { file: "test/tools/soak/stalls/run.ts", summary: "the requests that hold the event loop longest" },
  fuzz: { file: "test/tools/soak/fuzz/run.ts", summary: "hostile frames and bodies on both platforms" },
  web: {
    file: "test/tools/soak/web/run.ts",
    summary: "malformed requests to the reader pages, and their times",
  },
  zones: { file: "test/tools/soak/zones.ts", summary: "the digest's time rule in every time zone" },
  container: { file: "test/tools/container/run.ts", summary: "the image's steps without a container engine" },
};

const [name = "", ...options] = process.argv.slice(2);
const tool = TOOLS[name];
if (tool === undefined) {
  const lines = Object.entries(TOOLS).map(([known, { summary }]) => `  ${known.padEnd(10)} ${summary}`);
  process.stderr.write(`Usage: npm run tool:soak -- NAME [options]\n${lines.join("\n")}\n`);
  process.exitCode = 1;
} else {
  const child = spawn(process.execPath, [tool.file, ...options], { stdio: "inherit" });
  // Ctrl-C reaches the tool by itself; this process waits for its end.
  process.on("SIGINT", () => undefined);
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
}
