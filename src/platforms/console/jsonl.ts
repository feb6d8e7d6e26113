// For programs: outcomes as JSON, one line a question.

import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { place, sourceLine } from "#bot/citation.ts";
import type { Citation, Outcome, Quotation, SourceCitation } from "#domain/answer.ts";
import type { Paragraph } from "#domain/report.ts";

/** The outcome of one question as plain data; its fields are listed in the README. */
export function outcomeJson(outcome: Outcome, today: Date): Readonly<Record<string, unknown>> {
  switch (outcome.kind) {
    case "quotation":
      return quotationJson(outcome, today);
    case "field":
      return {
        outcome: "answer",
        field: outcome.field,
        citation: citationJson(outcome.citation, today),
        paragraphs: [],
      };
    case "abstention":
      return {
        outcome: "abstention",
        reason: outcome.reason,
        ...readAs(outcome),
        ...(outcome.unknown.length === 0 ? {} : { unknown: outcome.unknown }),
        paragraphs: [],
        related: outcome.related.map(paragraphJson),
      };
  }
}

function quotationJson(answer: Quotation, today: Date) {
  const { paragraph, start, end, sentence } = answer.excerpt;
  return {
    outcome: answer.wording,
    ...readAs(answer),
    excerpt: {
      text: paragraph.text.slice(start, end),
      sentence: sentence === undefined ? "" : paragraph.text.slice(sentence.start, sentence.end),
      start,
      end,
    },
    citation: citationJson(answer.citation, today),
    paragraphs: answer.paragraphs.map(paragraphJson),
  };
}

function readAs({ mendings }: Pick<Quotation, "mendings">) {
  return mendings.length === 0 ? {} : { readAs: mendings.map((mending) => mending.readAs).join(", ") };
}

function citationJson(citation: Citation | SourceCitation, today: Date) {
  const line = sourceLine(citation, today);
  return { text: "code" in citation ? `${line} \u00B7 ${place(citation)}` : line, ...citation };
}

function paragraphJson({ report, ordinal, number, section, code, text }: Paragraph) {
  return { report, ordinal, ...(number === undefined ? {} : { number }), section, code, text };
}

type Answerer = (question: string) => Promise<Outcome>;

export type LineEdges = Readonly<{
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  answer: Answerer;
  today: Date;
}>;

/** Answers `{"id","question"}` lines in order; true when no line failed. A bad line gets an error and the run goes on. */
export async function answerLines({ input, output, answer, today }: LineEdges): Promise<boolean> {
  let sound = true;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    const answered = await answerLine(line, answer, today);
    sound &&= !("error" in answered);
    if (!output.write(`${JSON.stringify(answered)}\n`)) await once(output, "drain");
  }
  return sound;
}

async function answerLine(line: string, answer: Answerer, today: Date): Promise<Record<string, unknown>> {
  const asked = parseLine(line);
  if ("error" in asked) return asked;
  const { id, question } = asked;
  try {
    return { id, ...outcomeJson(await answer(question), today) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function parseLine(
  line: string,
): Readonly<{ id: unknown; question: string } | { id: unknown; error: string }> {
  const bad = (error: string) => ({ id: null, error });
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== "object" || parsed === null)
      return bad('expected an object like {"id": 1, "question": "…"}');
    if (!("question" in parsed) || typeof parsed.question !== "string")
      return bad('"question" must be a string');
    return { id: "id" in parsed ? parsed.id : null, question: parsed.question };
  } catch (error) {
    return bad(`not JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
