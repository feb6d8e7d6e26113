// Puts results into the README, between the markers of their section.
import { readFile, writeFile } from "node:fs/promises";

export type Section = "collections" | "scale" | "load";

/** Throws when the README has no such section. */
export async function writeSection(file: string, section: Section, text: string): Promise<void> {
  const readme = await readFile(file, "utf8");
  const begin = `<!-- ${section}: begin -->`;
  const end = `<!-- ${section}: end -->`;
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} … ${end}`);
  await writeFile(file, `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`);
}
