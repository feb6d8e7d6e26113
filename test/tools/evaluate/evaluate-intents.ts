// The figures of a question set of intents (`--intents FILE`), and how many questions of the collections an intent takes away.
import { readFile } from "node:fs/promises";
import { answerQuestion } from "#bot/commands/ask.ts";
import { entriesOf } from "#bot/messages/selection.ts";
import type { Outcome } from "#domain/answer.ts";
import type { Library } from "#domain/report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readIntent } from "#retrieval/query/intent.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { collectionNames, readCollection } from "./beir.ts";
import { loadCollection } from "./ranking-metrics.ts";

type Print = (text: string) => void;

type IntentQuestion = Readonly<{
  id: string;
  question: string;
  want: "reports" | "help" | "overview" | "list" | "answer" | "not-answer";
  /** Ordinals of paragraphs. */
  gold: readonly number[] | null;
}>;

type Shown = Readonly<{ kind: string; ordinals: readonly number[] }>;

export async function evaluateIntents(file: string, library: Library, print: Print): Promise<void> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const retriever = await createRetriever(library);
  const scores: { question: IntentQuestion; shown: Shown }[] = [];
  for (const line of lines) {
    const question: IntentQuestion = JSON.parse(line);
    const outcome = await answerQuestion({ question: question.question }, retriever);
    scores.push({ question, shown: shownBy(outcome, library) });
  }
  const wants = [...new Set(scores.map(({ question }) => question.want))];
  for (const want of wants) {
    const own = scores.filter(({ question }) => question.want === want);
    const right = own.filter((score) => isRight(score.question, score.shown));
    print(`${want.padEnd(12)} right kind and a gold paragraph in it: ${right.length} of ${own.length}`);
  }
  const right = scores.filter(({ question, shown }) => isRight(question, shown));
  print(`${"all".padEnd(12)} right kind and a gold paragraph in it: ${right.length} of ${scores.length}`);
  printLists(scores, print);
  for (const { question, shown } of scores.filter((score) => !right.includes(score)))
    print(`  wrong: ${question.question} -> ${shown.kind} ${shown.ordinals.join(", ")}`);
}

/** On the first page, which is what a reader sees. */
function shownBy(outcome: Outcome, library: Library): Shown {
  switch (outcome.kind) {
    case "abstention":
      return { kind: outcome.reason, ordinals: [] };
    case "field":
      return { kind: "field", ordinals: [] };
    case "quotation":
      return { kind: outcome.wording, ordinals: [outcome.excerpt.paragraph.ordinal] };
    case "selection":
      return {
        kind: outcome.of === "overview" || outcome.of === "judgements" ? "overview" : "list",
        ordinals: entriesOf(outcome, 0, library).flatMap(({ paragraph }) => paragraph?.ordinal ?? []),
      };
  }
}

// Of the judgements, of which the question set lists four or five, so many must be shown.
const MIN_JUDGEMENTS = 2;

function isRight({ want, gold }: IntentQuestion, { kind, ordinals }: Shown): boolean {
  if (want === "not-answer") return kind !== "answer" && kind !== "field";
  if (kind !== want) return false;
  if (gold === null) return true;
  const found = gold.filter((ordinal) => ordinals.includes(ordinal)).length;
  return found >= (want === "overview" && gold.length > 1 ? MIN_JUDGEMENTS : 1);
}

/** Means over the questions that want a list; one that got no list has shown nothing right. */
function printLists(
  scores: readonly Readonly<{ question: IntentQuestion; shown: Shown }>[],
  print: Print,
): void {
  const lists = scores.flatMap(({ question: { want, gold }, shown }) =>
    want === "list" && gold !== null ? [{ gold, shown: shown.ordinals }] : [],
  );
  const shares = lists.map(({ gold, shown }) => {
    const right = shown.filter((ordinal) => gold.includes(ordinal)).length;
    return { recall: right / gold.length, precision: shown.length === 0 ? 0 : right / shown.length };
  });
  const mean = (of: "recall" | "precision") =>
    shares.reduce((sum, share) => sum + share[of], 0) / Math.max(1, shares.length);
  print(
    `lists: recall ${mean("recall").toFixed(2)}, precision ${mean("precision").toFixed(2)} of the paragraphs shown`,
  );
}

/** Counts the answerable questions of all collections that get the reply of an intent. */
export async function countTakenAway(folder: string, print: Print): Promise<void> {
  let asked = 0;
  let taken = 0;
  for (const name of await collectionNames(folder)) {
    const { library, collection } = loadCollection(await readCollection(folder, name));
    const answerable = collection.queries.filter((query) => query.answerable);
    const withIntent = answerable.filter(({ text }) => readIntent(tokenize(text)) !== undefined);
    asked += answerable.length;
    if (withIntent.length === 0) continue;
    const retriever = await createRetriever(library);
    for (const { text } of withIntent) {
      const outcome = await retriever.ask(text);
      const isTaken =
        outcome.kind === "selection" || (outcome.kind === "abstention" && outcome.reason !== "not-found");
      if (!isTaken) continue;
      taken += 1;
      print(`  ${name}: ${text}`);
    }
  }
  print(
    `kind of reply changed by an intent: ${taken} of ${asked}, ${((1000 * taken) / asked).toFixed(2)} in 1,000`,
  );
}
