// The only list of engines, in the order of the tables.
import { type Engine, nameOf } from "../engine.ts";
import { engines as elasticlunr } from "./elasticlunr.ts";
import { engines as flexsearch } from "./flexsearch.ts";
import { engines as fuse } from "./fuse.ts";
import { engines as ibid } from "./ibid.ts";
import { engines as lunr } from "./lunr.ts";
import { engines as minisearch } from "./minisearch.ts";
import { engines as orama } from "./orama.ts";
import { engines as sqlite } from "./sqlite.ts";
import { engines as wink } from "./wink.ts";

export const ENGINES: readonly Engine[] = [
  ibid,
  minisearch,
  lunr,
  elasticlunr,
  flexsearch,
  orama,
  wink,
  sqlite,
  fuse,
].flat();

/** What all costs are ratios to. */
export const YARDSTICK = "MiniSearch default";

export function engineNamed(name: string): Engine {
  const engine = ENGINES.find((one) => nameOf(one) === name);
  if (engine === undefined) throw new Error(`no engine "${name}"`);
  return engine;
}
