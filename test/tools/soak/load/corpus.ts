// A library as large as one likes, for load: the project's reports, and paragraphs put together from their sentences and
// English words, so that every question's words stand in very many of them.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import dictionary from "dictionary-en";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";

const SEED = 1;
const A_REPORT = 1000;
const SENTENCES = 3;
const STRANGE_WORDS = 12;

/** A folder of reports with so many paragraphs, the project's own besides. */
export async function composeKnowledge(paragraphs: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync("knowledge", folder, { recursive: true });
  const { library } = await loadFolder("knowledge");
  const sentences = library.reports
    .flatMap(paragraphsOf)
    .flatMap(({ text, sentences: own }) => own.map(({ start, end }) => text.slice(start, end)));
  const words = new TextDecoder()
    .decode(dictionary.dic)
    .split("\n")
    .map((line) => line.split("/")[0] ?? "");
  const random = createRandom(SEED);
  const any = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const many = (count: number, from: readonly string[]) => Array.from({ length: count }, () => any(from));
  for (let first = 0; first < paragraphs; first += A_REPORT) {
    const size = Math.min(A_REPORT, paragraphs - first);
    const body = Array.from({ length: size }, () =>
      [...many(SENTENCES, sentences), `${many(STRANGE_WORDS, words).join(" ")}.`].join(" "),
    );
    const head = `---\ntitle: Composed report ${first / A_REPORT + 1}\nauthors: [Nobody]\n---\n\n`;
    writeFileSync(join(folder, `composed-${first / A_REPORT + 1}.md`), `${head}${body.join("\n\n")}\n`);
  }
  return folder;
}
