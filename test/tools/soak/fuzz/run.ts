// `npm run tool:soak -- fuzz [--frames 100000]`: the running process gets hostile frames on both connections and hostile
// bodies from both web APIs. The good questions in between must all be answered.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";

const { values } = parseArgs({ options: { frames: { type: "string", default: "100000" } } });
const print = (line: string) => process.stdout.write(`${line}\n`);
const data = mkdtempSync(join(tmpdir(), "ibid-"));
const { exits, longestStall, unanswered, asked, sent, rejections } = await fuzz(
  Number(values.frames),
  data,
  print,
);
print(`${sent} hostile frames and bodies, ${asked} good questions between them`);
print(
  `${exits} exits, longest stall ${Math.round(longestStall)} ms, ${unanswered} good questions without an answer`,
);
print(`${rejections} unhandled rejections, all logged`);
if (exits > 0 || unanswered > 0 || longestStall > 3000) process.exitCode = 1;
