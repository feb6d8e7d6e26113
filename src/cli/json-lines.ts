// Questions and texts as lines of JSON, for programs. The fields are documented and keep their names.
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { messageOf } from "#domain/errors.ts";

export type LineDeps = Readonly<{
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** The field of a line that holds what is to be answered. */
  field: "question" | "text";
  /** Throws for a value that cannot be answered. */
  answer(value: string): Promise<object>;
}>;

/** Answers `{"id", field}` lines in order. A bad line gets an error and the run goes on; true when no line failed. */
export async function answerLines({ input, output, field, answer }: LineDeps): Promise<boolean> {
  let allAnswered = true;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    const answered = await answerLine(parseLine(line, field), answer);
    allAnswered &&= !("error" in answered);
    if (!output.write(`${JSON.stringify(answered)}\n`)) await once(output, "drain");
  }
  return allAnswered;
}

type ParsedLine = Readonly<{ id: unknown; value: string } | { id: unknown; error: string }>;

async function answerLine(line: ParsedLine, answer: LineDeps["answer"]): Promise<object> {
  if ("error" in line) return line;
  const { id, value } = line;
  try {
    return { id, ...(await answer(value)) };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
}

function parseLine(line: string, field: LineDeps["field"]): ParsedLine {
  const bad = (error: string) => ({ id: null, error });
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== "object" || parsed === null)
      return bad(`expected an object like {"id": 1, "${field}": "\u2026"}`);
    const { id = null, [field]: value } = parsed as Readonly<Record<string, unknown>>;
    return typeof value === "string" ? { id, value } : bad(`"${field}" must be a string`);
  } catch (error) {
    return bad(`not JSON: ${messageOf(error)}`);
  }
}
