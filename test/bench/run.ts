// One run of the bench: measures, prints, and puts the results into the README when asked to.
import { availableParallelism, cpus, totalmem } from "node:os";
import { readCollection } from "../evaluation/beir.ts";
import { type Comparison, compare } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { loadEngines } from "./engines/index.ts";
import { type Section, writeSection } from "./readme.ts";
import { SEED } from "./sample.ts";
import { measureScale } from "./scale.ts";
import { renderComparisons, renderScale, renderSettings } from "./tables.ts";

export type Run = Readonly<{
  folder: string;
  collections: readonly string[];
  libraries: readonly string[];
  most: number;
  /** Measures cost at these sizes instead of comparing on the collections. */
  sizes?: readonly number[];
  /** Where the results go besides standard output. */
  readme?: string;
  command: string;
}>;

export async function run(wanted: Run): Promise<void> {
  const { folder, collections, libraries, sizes, readme, command } = wanted;
  const engines = (await Promise.all(libraries.map(loadEngines))).flat();
  const section: Section = sizes === undefined ? "collections" : "scale";
  const tables =
    sizes === undefined
      ? `${renderSettings(engines)}\n\n${renderComparisons(await compareAll(wanted, engines))}`
      : renderScale(await measureScale(engines, { folder, collections }, sizes));
  const text = `${renderOrigin(command)}\n\n${tables}`;
  process.stdout.write(`${text}\n`);
  if (readme !== undefined) await writeSection(readme, section, text);
}

async function compareAll(
  { folder, collections, most }: Run,
  engines: readonly Engine[],
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const name of collections) {
    process.stderr.write(`${name} …\n`);
    const collection = await readCollection(folder, name);
    comparisons.push(await compare({ collection, source: { folder, collections: [name] }, engines, most }));
  }
  return comparisons;
}

function renderOrigin(command: string): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpu?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${date}, ${machine}, Node ${process.versions.node}, seed ${SEED}: \`${command}\``;
}
