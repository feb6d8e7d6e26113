// A question set, and how the outcome of one of its questions is scored.
import { readFile } from "node:fs/promises";
import type { Outcome } from "#domain/answer.ts";
import type { Paragraph } from "#domain/report.ts";

type Gold = Readonly<{ paragraph?: number; sentence: string; starts: string }>;

export type Question = Readonly<{
  id: string;
  question: string;
  answerable: boolean;
  kind: string;
  gold?: readonly Gold[];
  answer?: string;
  expect?: "not-found" | "greeting" | "ack" | "help" | "ignore";
}>;

/** Reads a question set: one JSON object a line. */
export async function readQuestions(file: string): Promise<readonly Question[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line): Question => JSON.parse(line));
}

export type Score = Readonly<{
  question: Question;
  outcome: Outcome;
  wording: "answer" | "closest" | "refused";
  /** Rank of the first gold paragraph among those returned, from 1; 0 when it is not among them. */
  rank: number;
  /** The same among those that a refusal points to as related. */
  related: number;
  /** The same in the order that ranking alone makes, whether or not the question was refused. */
  ordered: number;
  /** The marked sentence holds the answer. */
  marked: boolean;
}>;

/** `order` is what ranking alone finds for the question, best first. */
export function scoreOutcome(question: Question, outcome: Outcome, order: readonly Paragraph[]): Score {
  const ordered = rankOf(order, question);
  if (outcome.kind === "abstention") {
    const related = rankOf(outcome.related, question);
    return { question, outcome, wording: "refused", rank: 0, related, ordered, marked: false };
  }
  if (outcome.kind === "field") {
    const right = fold(outcome.field.value) === fold(question.answer ?? "");
    return {
      question,
      outcome,
      wording: "answer",
      rank: right && question.kind === "meta" ? 1 : 0,
      related: 0,
      ordered,
      marked: right,
    };
  }
  if (outcome.kind === "selection") {
    const paragraphs = outcome.entries.flatMap(({ paragraph }) => paragraph ?? []);
    const rank = rankOf(paragraphs, question);
    return { question, outcome, wording: "answer", rank, related: 0, ordered, marked: false };
  }
  const { excerpt, paragraphs, wording } = outcome;
  const rank = rankOf(paragraphs, question);
  const { start, end } = excerpt.sentence ?? excerpt;
  const marked = rank === 1 && holdsAnswer(excerpt.paragraph.text.slice(start, end), question);
  return { question, outcome, wording, rank, related: 0, ordered, marked };
}

function rankOf(paragraphs: readonly Paragraph[], question: Question): number {
  return paragraphs.findIndex((paragraph) => holdsGold(paragraph, question)) + 1;
}

function holdsGold({ text }: Paragraph, { gold = [] }: Question): boolean {
  const words = fold(text);
  return gold.some(({ sentence }) => words.includes(fold(sentence)));
}

function holdsAnswer(sentence: string, { gold = [], answer = "" }: Question): boolean {
  const words = fold(sentence);
  const wanted = /^(?:yes|no|)$/u.test(answer) ? undefined : fold(answer);
  if (wanted !== undefined && words.includes(wanted)) return true;
  return gold.some((one) => words.includes(fold(one.sentence)) || fold(one.sentence).includes(words));
}

/** For scoring only: ignores typographic differences and words broken at a line end. */
function fold(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u201C\u201D]/gu, '"')
    .replace(/[\u2018\u2019]/gu, "'")
    .replaceAll("\u2011", "-")
    .replace(/(\p{L})- (\p{L})/gu, "$1$2")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}
