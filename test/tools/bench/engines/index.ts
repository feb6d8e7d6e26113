// The only list of libraries, in the order of the tables. Each is loaded when it is needed, so that a process that measures
// one does not hold the others.
import type { Engine, Setup } from "../engine.ts";

const LIBRARIES: Readonly<Record<string, () => Promise<{ setups: readonly Setup[] }>>> = {
  Ibid: () => import("./ibid.ts"),
  MiniSearch: () => import("./minisearch.ts"),
  Lunr: () => import("./lunr.ts"),
  elasticlunr: () => import("./elasticlunr.ts"),
  FlexSearch: () => import("./flexsearch.ts"),
  Orama: () => import("./orama.ts"),
  "wink-bm25": () => import("./wink.ts"),
  "SQLite FTS5": () => import("./sqlite.ts"),
  "Fuse.js": () => import("./fuse.ts"),
};

export const LIBRARY_NAMES = Object.keys(LIBRARIES);

/** The engine that all costs are given as a ratio to. */
export const YARDSTICK = "MiniSearch default";

/** A library at each of its settings. */
export async function loadEngines(library: string): Promise<readonly Engine[]> {
  const load = LIBRARIES[library];
  if (load === undefined) throw new Error(`no library "${library}"`);
  const { setups } = await load();
  return setups.map((setup) => ({ ...setup, library }));
}
