// How long an answer takes in libraries of growing size, made by recombining the sentences of a test collection.
import type { Library, Paragraph, Section } from "#domain/report.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { readCollection } from "./beir.ts";
import { quantile } from "./quantile.ts";
import { createRandom } from "./random.ts";
import { answerable, loadCollection } from "./ranking-metrics.ts";

// Real sentences and real questions; newwiki has the most varied ones.
const COLLECTION = "newwiki";
const SENTENCES = 4;
const QUESTIONS = 300;
const WARM_UP = 300;

export async function evaluateScale(
  folder: string,
  sizes: readonly number[],
  print: (text: string) => void,
): Promise<void> {
  const loaded = loadCollection(await readCollection(folder, COLLECTION));
  const sentences = loaded.library.reports.flatMap(({ sections }) =>
    sections.flatMap(({ paragraphs }) => paragraphs.flatMap(sentencesOf)),
  );
  const questions = answerable(loaded.collection, QUESTIONS + WARM_UP).map(({ text }) => text);
  for (const size of sizes) {
    const library = libraryOf(size, sentences);
    const start = performance.now();
    const retriever = await createRetriever(library);
    const built = performance.now() - start;
    for (const question of questions.slice(0, WARM_UP)) await retriever.ask(question);
    const times: number[] = [];
    for (const question of questions.slice(WARM_UP)) {
      const asked = performance.now();
      await retriever.ask(question);
      times.push(performance.now() - asked);
    }
    const [median, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
    print(
      `${size} paragraphs: built in ${(built / 1000).toFixed(1)} s, median ${median.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    );
  }
}

function sentencesOf({ text, sentences }: Paragraph): string[] {
  return sentences.map(({ start, end }) => text.slice(start, end));
}

function libraryOf(size: number, sentences: readonly string[]): Library {
  const random = createRandom(size);
  const sections = Array.from({ length: size }, (_, i): Section => {
    const paragraph = paragraphOf(i, () => sentences[Math.floor(random() * sentences.length)] ?? "");
    return { heading: "", paragraphs: [paragraph] };
  });
  return {
    aliases: [],
    reports: [{ id: "scale", title: "", authors: [], file: "scale.md", sections }],
  };
}

function paragraphOf(i: number, nextSentence: () => string): Paragraph {
  const texts = Array.from({ length: SENTENCES }, nextSentence);
  let end = 0;
  const sentences = texts.map((text) => {
    const start = end === 0 ? 0 : end + 1;
    end = start + text.length;
    return { start, end };
  });
  const place = { report: "scale", section: "", ordinal: i + 1, code: String(i), line: i + 1 };
  return { ...place, text: texts.join(" "), sentences };
}
