// /ask: the paragraph that answers, or a plain no.

import { type Args, audienceOf, type Command, type CountQuestion, isShareable } from "#bot/command.ts";
import { withDelete, withNote } from "#bot/messages/blocks.ts";
import { helpMessage } from "#bot/messages/library.ts";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { findScope } from "#bot/reference.ts";
import type { Outcome } from "#domain/answer.ts";
import { abstain } from "#domain/answer.ts";
import type { Message } from "#domain/message.ts";
import { scopeTo } from "#domain/report.ts";
import { readSmallTalk } from "#retrieval/query/small-talk.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import { truncateAtWord } from "#text/truncate.ts";

export const ask: Command = {
  name: "ask",
  description: "Find the paragraph of the reports that answers a question",
  usage: "<question> [in:<report>]",
  searches: true,
  shortcut: "Find in the reports",
  options: [
    { name: "question", description: "What do you want to know?", required: true },
    { name: "report", description: "Ask one report only", suggest: "reports" },
  ],
  async run(invocation, { knowledge, today, commands, prefix, countQuestion, settled }) {
    const audience = audienceOf(invocation);
    const forAsker = (message: Message) =>
      audience === "channel" ? withDelete(message, invocation.asker.id) : message;
    if ((invocation.args.question ?? "").trim() === "")
      return forAsker(helpMessage(commands, prefix, { library: knowledge.library, audience, today }));
    const outcome = await answerQuestion(invocation.args, knowledge);
    settled(nameOf(outcome));
    if (outcome.kind === "abstention" && outcome.reason === "thanks") return "acknowledge";
    const scope = findScope(invocation.args.report, knowledge.library);
    const library = scope === undefined ? knowledge.library : scopeTo(knowledge.library, scope);
    const message = outcomeMessage(outcome, { library, audience, today, shareable: isShareable(invocation) });
    const count = audience === "channel" ? countOf(outcome) : undefined;
    if (count !== undefined) countQuestion?.(invocation, count);
    return forAsker(isCut(invocation.args) ? withNote(message, CUT_NOTE) : message);
  },
};

function nameOf(outcome: Outcome): string {
  if (outcome.kind === "abstention") return outcome.reason;
  return outcome.kind === "field" ? "field" : outcome.wording;
}

/** The outcome of a question, small talk included: what programs get as it is and people get worded. */
export async function answerQuestion(args: Args, knowledge: Retriever): Promise<Outcome> {
  const { question = "", report } = args;
  const read = truncateAtWord(question, MAX_QUESTION_LENGTH);
  const smallTalk = readSmallTalk(read);
  if (smallTalk !== undefined) return abstain(smallTalk);
  return knowledge.ask(read, findScope(report, knowledge.library));
}

/** What the digest tells of a public question; small talk is none. */
function countOf(outcome: Outcome): Parameters<CountQuestion>[1] | undefined {
  switch (outcome.kind) {
    case "quotation":
      return { answered: true, code: outcome.excerpt.paragraph.code };
    case "field":
      return { answered: true };
    case "abstention":
      return outcome.reason === "not-found" ? { answered: false } : undefined;
  }
}

// A longer text is a paste, not a question; the bound also keeps every pattern that reads a question quick.
const MAX_QUESTION_LENGTH = 500;
const CUT_NOTE = `Only the first ${MAX_QUESTION_LENGTH} characters of the question were read.`;

function isCut({ question = "" }: Args): boolean {
  return question.length > MAX_QUESTION_LENGTH;
}
