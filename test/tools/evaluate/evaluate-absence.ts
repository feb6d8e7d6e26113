// What Ibid says is absent from the reports: how often it says so, and how often falsely by a search of its own.
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { collectionNames, readCollection } from "./beir.ts";
import { libraryOf } from "./collection-library.ts";
import { alterWords, createMentions, type Mentions } from "./mentions.ts";
import { readQuestions } from "./questions.ts";
import { createRandom } from "./random.ts";

/** A statement that a word is in none of the reports, or not in the closest paragraph. */
export type Statement = Readonly<{
  question: string;
  word: string;
  isFalse: boolean;
  about: "reports" | "paragraph";
}>;

const ALTERED = { questionSets: 10_000, collection: 1_000 };

// No report has these, so that a question with them is refused.
const NOWHERE: readonly string[] = ["zzqvx", "jjkwq"];

/** The words that are said to be absent when this altered form of a word of the reports is asked for: all falsely. */
export async function falselyAbsent(retriever: Retriever, altered: string): Promise<readonly string[]> {
  const outcome = await retriever.ask(`Was ${altered} ${NOWHERE.join(" ")}?`);
  if (outcome.kind !== "abstention") return [];
  return outcome.unknown.filter((word) => !NOWHERE.includes(word));
}

export function createStatements(retriever: Retriever) {
  const mentions = new Map<Report | undefined, Mentions>();
  const mentionsOf = (report?: Report) => {
    const known = mentions.get(report) ?? createMentions(scopeOf(retriever.library, report));
    mentions.set(report, known);
    return known;
  };
  return async (question: string, report?: Report): Promise<readonly Statement[]> => {
    const outcome = await retriever.ask(question, report);
    if (outcome.kind === "quotation") {
      const mentions = createMentions(onlyParagraph(retriever.library, outcome.excerpt.paragraph));
      return outcome.missing.map((word) => ({ question, word, isFalse: mentions(word), about: "paragraph" }));
    }
    if (outcome.kind !== "abstention") return [];
    return outcome.unknown.map((word) => ({
      question,
      word,
      isFalse: mentionsOf(report)(word),
      about: "reports",
    }));
  };
}

/** The library as if its only report had nothing but its title and this paragraph with its heading. */
function onlyParagraph({ reports, ...rest }: Library, paragraph: Paragraph): Library {
  const report = reports.find(({ id }) => id === paragraph.report);
  if (report === undefined) throw new Error(`no report ${paragraph.report}`);
  const section = { heading: paragraph.section, paragraphs: [paragraph] };
  return {
    ...rest,
    reports: [{ id: report.id, title: report.title, file: "", authors: [], sections: [section] }],
  };
}

function scopeOf(library: Library, report?: Report): Library {
  return report === undefined ? library : { ...library, reports: [report] };
}

type Sets = Readonly<{ questions: readonly string[]; collections?: string }>;
type Print = (text: string) => void;

/** The question sets over `library`, each collection's questions over its own passages. */
export async function evaluateAbsence(library: Library, { questions, collections }: Sets, print: Print) {
  const asked: string[] = [];
  for (const file of questions) for (const { question } of await readQuestions(file)) asked.push(question);
  const sets = { name: "question sets", library, questions: asked, altered: ALTERED.questionSets };
  const all = [...(await measure(sets, print))];
  for (const name of collections === undefined ? [] : await collectionNames(collections)) {
    const collection = await readCollection(collections ?? "", name);
    const own = {
      name,
      library: libraryOf(collection).library,
      questions: collection.queries.map(({ text }) => text),
      altered: ALTERED.collection,
    };
    for (const statement of await measure(own, print)) all.push(statement);
  }
  print(`in all: ${summaryOf(all)}`);
}

type Asked = Readonly<{ name: string; library: Library; questions: readonly string[]; altered: number }>;

/** Each question is asked of all reports, and of one of them by turns. */
async function measure({ name, library, questions, altered }: Asked, print: Print) {
  const retriever = await createRetriever(library);
  const statementsOf = createStatements(retriever);
  const made: Statement[] = [];
  for (const [i, question] of questions.entries()) {
    made.push(...(await statementsOf(question)));
    made.push(...(await statementsOf(question, library.reports[i % library.reports.length])));
  }
  print(`${name}, ${questions.length} questions: ${summaryOf(made)}`);
  for (const { question, word } of made.filter(({ isFalse }) => isFalse))
    print(`  false: "${word}" in ${question}`);
  let wrong = 0;
  for (const form of alterWords(library, { count: altered, random: createRandom(1) })) {
    for (const word of await falselyAbsent(retriever, form.altered)) {
      wrong++;
      print(`  false: "${word}" for "${form.word}" (${form.kind})`);
    }
  }
  print(`  ${altered} of its words in altered forms: ${wrong} false statements`);
  return made;
}

function summaryOf(statements: readonly Statement[]): string {
  const part = (about: Statement["about"]) => {
    const all = statements.filter((statement) => statement.about === about);
    const right = all.filter(({ isFalse }) => !isFalse);
    const words = new Set(right.map(({ word }) => word.toLowerCase()));
    return `${right.length} true (${words.size} words), ${all.length - right.length} false`;
  };
  return `absent from the reports: ${part("reports")}; missing in the paragraph: ${part("paragraph")}`;
}
