// A library of any size, for load: the project's reports, and paragraphs composed of their sentences and of English words,
// so that the words of every question occur in very many paragraphs.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import dictionary from "dictionary-en";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";

const SEED = 1;
const PARAGRAPHS_PER_REPORT = 1000;
const SENTENCES_PER_PARAGRAPH = 3;
const RANDOM_WORDS_PER_PARAGRAPH = 12;

/** A folder with the project's own reports and composed ones with this many paragraphs. */
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
  for (let first = 0; first < paragraphs; first += PARAGRAPHS_PER_REPORT) {
    const size = Math.min(PARAGRAPHS_PER_REPORT, paragraphs - first);
    const body = Array.from({ length: size }, () =>
      [
        ...many(SENTENCES_PER_PARAGRAPH, sentences),
        `${many(RANDOM_WORDS_PER_PARAGRAPH, words).join(" ")}.`,
      ].join(" "),
    );
    const head = `---\ntitle: Composed report ${first / PARAGRAPHS_PER_REPORT + 1}\nauthors: [Nobody]\n---\n\n`;
    writeFileSync(
      join(folder, `composed-${first / PARAGRAPHS_PER_REPORT + 1}.md`),
      `${head}${body.join("\n\n")}\n`,
    );
  }
  return folder;
}
