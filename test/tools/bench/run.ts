// One run of the bench: measures, prints, and puts the results into the README when asked to.
import { readFile, writeFile } from "node:fs/promises";
import { readCollection } from "../evaluate/beir.ts";
import { drawPlot } from "../pictures/plot.ts";
import { type Comparison, compare } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { loadEngines } from "./engines/index.ts";
import { renderOrigin } from "./origin.ts";
import { writeSection } from "./readme.ts";
import { measureScale, type ScaleResult } from "./scale.ts";
import { renderComparisons, renderScale, renderSettings } from "./tables.ts";

export type Run = Readonly<{
  folder: string;
  collections: readonly string[];
  libraries: readonly string[];
  /** At most so many questions of a collection. */
  max: number;
  /** Measures cost at these sizes instead of comparing on the collections. */
  sizes?: readonly number[];
  /** Where the results go besides standard output. */
  readme?: string;
  command: string;
}>;

export async function run(settings: Run): Promise<void> {
  const { libraries, sizes, command } = settings;
  const engines = (await Promise.all(libraries.map(loadEngines))).flat();
  let text = "";
  // Written after each part, so that a long run that is stopped leaves its results so far.
  const save = async (tables: string) => {
    text = `${renderOrigin(command)}\n\n${tables}`;
    if (settings.readme === undefined) return;
    await writeSection(settings.readme, sizes === undefined ? "collections" : "scale", text);
  };
  if (sizes === undefined) await compareAll(settings, engines, save);
  else await scaleAll({ ...settings, sizes }, engines, save);
  if (settings.readme !== undefined) await drawPlots(settings.readme);
  process.stdout.write(`${text}\n`);
}

/** The plots of the project's README, from the tables of this page. */
async function drawPlots(readme: string): Promise<void> {
  const page = await readFile(readme, "utf8");
  for (const theme of ["light", "dark"] as const)
    await writeFile(new URL(`../pictures/speed-${theme}.svg`, import.meta.url), drawPlot(page, theme));
}

type Save = (tables: string) => Promise<void>;

async function compareAll({ folder, collections, max }: Run, engines: readonly Engine[], save: Save) {
  const comparisons: Comparison[] = [];
  for (const name of collections) {
    process.stderr.write(`${name} …\n`);
    const collection = await readCollection(folder, name);
    comparisons.push(await compare({ collection, source: { folder, collections: [name] }, engines, max }));
    await save(`${renderSettings(engines)}\n\n${renderComparisons(comparisons)}`);
  }
}

type Scaling = Run & Readonly<{ sizes: readonly number[] }>;

async function scaleAll({ folder, collections, sizes }: Scaling, engines: readonly Engine[], save: Save) {
  const results: ScaleResult[] = [];
  for (const size of sizes) {
    results.push(...(await measureScale(engines, { folder, collections }, size)));
    await save(renderScale(results));
  }
}
