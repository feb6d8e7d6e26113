// npm run tool:bench -- --collections DIR: Ibid and other search libraries side by side. See README.md beside this file.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { collectionNames } from "../evaluate/beir.ts";
import { LIBRARY_NAMES } from "./engines/index.ts";

const NEEDED = `The bench needs a folder of test collections in the BEIR layout:

  npm run tool:bench -- --collections DIR

DIR holds one folder a collection, each with corpus.jsonl, queries.jsonl and qrels/test.tsv (each may be gzipped).
Any data set of the BEIR benchmark will do: unpack its archive into DIR.

  --only A,B       these collections
  --engines A,B    these engines, such as Ibid,MiniSearch
  --questions N    at most N questions of a collection
  --scale          instead of comparing on the collections: cost at growing sizes, made of the collections' sentences
  --sizes N,M      sizes for --scale (1000,10000,100000)
  --write          put the results into test/tools/bench/README.md
`;

const { values } = parseArgs({
  options: {
    collections: { type: "string" },
    only: { type: "string" },
    engines: { type: "string" },
    questions: { type: "string" },
    scale: { type: "boolean", default: false },
    sizes: { type: "string", default: "1000,10000,100000" },
    write: { type: "boolean", default: false },
  },
});

const here = import.meta.dirname;
const { collections: folder } = values;
if (folder === undefined || !existsSync(folder)) fail(NEEDED);
const names = chosen(values.only, await collectionNames(folder), "collection");
if (names.length === 0) fail(`No collection in ${folder}.\n\n${NEEDED}`);
const libraries = chosen(values.engines, LIBRARY_NAMES, "engine");
installEngines();
// Imported only now, because it loads what has just been installed.
const { run } = await import("./run.ts");
await run({
  folder,
  collections: names,
  libraries,
  max: values.questions === undefined ? Number.MAX_SAFE_INTEGER : count(values.questions, "--questions"),
  ...(values.scale ? { sizes: values.sizes.split(",").map((size) => count(size, "--sizes")) } : {}),
  ...(values.write ? { readme: join(here, "README.md") } : {}),
  command: `npm run tool:bench -- ${process.argv.slice(2).map(shown).join(" ")}`,
});

/** As typed in a shell, with DIR for the folder of the collections, which is no part of the result. */
function shown(argument: string): string {
  if (argument === folder) return "DIR";
  return /\s/u.test(argument) ? `"${argument}"` : argument;
}

/** The named ones, or all. */
function chosen(list: string | undefined, all: readonly string[], kind: string): readonly string[] {
  if (list === undefined) return all;
  const wanted = list.split(",");
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) fail(`No ${kind} "${unknown.join('", "')}". There are: ${all.join(", ")}.\n`);
  return wanted;
}

function count(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) fail(`${option} takes whole numbers from 1, not "${text}".\n`);
  return number;
}

/** The libraries that Ibid is compared with are not its dependencies: the first run installs them. */
function installEngines(): void {
  const installed = join(here, "node_modules", ".package-lock.json");
  const modified = (file: string) => statSync(file).mtimeMs;
  if (existsSync(installed) && modified(installed) >= modified(join(here, "package-lock.json"))) return;
  const { status } = spawnSync("npm", ["ci"], { cwd: here, stdio: ["ignore", 2, 2] });
  if (status !== 0)
    fail("The libraries to compare with could not be installed (npm ci in test/tools/bench).\n");
}

function fail(text: string): never {
  process.stderr.write(text);
  process.exit(1);
}
