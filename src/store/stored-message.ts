// A message as the store keeps it, as JSON, between the process that composed it and the one that posts it.
import { z } from "zod";
import type { Excerpt } from "#domain/answer.ts";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import type { Paragraph, Span } from "#domain/report.ts";
import { describeIssues } from "./parse-row.ts";

export function serializeMessage(message: Message): string {
  return JSON.stringify(message);
}

/** Throws an Error that names what is wrong when this version cannot read it. */
export function parseStoredMessage(json: string): Message {
  const { success, data, error } = storedMessage.safeParse(JSON.parse(json));
  if (!success) throw new Error(describeIssues(error));
  return data;
}

// `satisfies` keeps the schemas in step with the domain: a loose object is also refused when an optional property of the
// domain's type is missing here.
const span = z.looseObject({ start: z.int(), end: z.int() }) satisfies z.ZodType<Span>;

const paragraph = z.looseObject({
  report: z.string(),
  section: z.string(),
  ordinal: z.int(),
  number: z.string().exactOptional(),
  code: z.string(),
  text: z.string(),
  sentences: z.array(span),
  line: z.int(),
}) satisfies z.ZodType<Paragraph>;

const excerpt = z.looseObject({
  paragraph,
  start: z.int(),
  end: z.int(),
  sentence: span.exactOptional(),
}) satisfies z.ZodType<Excerpt>;

const runs = z.array(
  z.looseObject({
    text: z.string(),
    mark: z.enum(["match", "strong", "code"]).exactOptional(),
    href: z.string().exactOptional(),
  }) satisfies z.ZodType<Run>,
);

const action = z.looseObject({
  label: z.string(),
  command: z.string(),
  args: z.record(z.string(), z.string()),
}) satisfies z.ZodType<Action>;

const block = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.enum(["heading", "text", "source"]), runs }),
  z.looseObject({ kind: z.literal("note"), runs, paragraph: z.string().exactOptional() }),
  z.looseObject({ kind: z.literal("quote"), excerpt, runs }),
  z.looseObject({ kind: z.literal("actions"), lead: z.string().exactOptional(), actions: z.array(action) }),
]) satisfies z.ZodType<Block>;

const storedMessage = z.looseObject({
  summary: z.string(),
  blocks: z.array(block),
  audience: z.enum(["channel", "asker"]),
}) satisfies z.ZodType<Message>;
