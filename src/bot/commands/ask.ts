// /ask: answers a question with a paragraph of the reports, or says that they do not answer it.

import { type Args, audienceOf, type Command, type CountQuestion, isShareable } from "#bot/command.ts";
import { withDelete, withNote } from "#bot/messages/blocks.ts";
import { NO_TEXT } from "#bot/messages/failure.ts";
import { helpMessage } from "#bot/messages/library.ts";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { PAGE_SIZE } from "#bot/messages/selection.ts";
import { findScope } from "#bot/reference.ts";
import { keptOf, type MoreOf, moreOfWhole } from "#bot/selection-page.ts";
import { abstain, type KeptSelections, type Outcome, type Selection } from "#domain/answer.ts";
import { UsageError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import { scopeTo } from "#domain/report.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import { truncateAtWord } from "#text/truncate.ts";

// A longer text is a paste rather than a question. The limit also bounds the work of every pattern matched against it.
const MAX_QUESTION_LENGTH = 500;
const CUT_NOTE = `Only the first ${MAX_QUESTION_LENGTH} characters of the question were read.`;

export const ask: Command = {
  name: "ask",
  description: "Find the paragraph in the reports that answers a question",
  usage: "<question> [in:<report>]",
  searches: true,
  shortcut: "Find in the reports",
  options: [
    { name: "question", description: "What do you want to know?", required: true, long: true },
    { name: "report", description: "Ask one report only", suggest: "reports" },
  ],
  async run(invocation, { knowledge, now: today, commands, prefix, countQuestion, selections }) {
    const { question = "", report } = invocation.args;
    const { library } = knowledge;
    const audience = audienceOf(invocation);
    const deletable = (message: Message) =>
      audience === "channel" ? withDelete(message, invocation.asker.id) : message;
    if (question === "" && invocation.via === "shortcut") throw new UsageError(NO_TEXT);
    if (question === "") return { reply: deletable(helpMessage(commands, prefix, { library, audience })) };
    const read = truncateAtWord(question, MAX_QUESTION_LENGTH);
    const smallTalk = knowledge.smallTalk(read);
    if (smallTalk === "thanks") return { reply: "acknowledge", outcome: smallTalk };
    const scope = findScope(report, library);
    const outcome = smallTalk === undefined ? await knowledge.ask(read, scope) : abstain(smallTalk);
    const asked = scope === undefined ? library : scopeTo(library, scope);
    const context = { library: asked, audience, today, shareable: isShareable(invocation) };
    const more = outcome.kind === "selection" ? await moreOf(outcome, selections) : undefined;
    const message = outcomeMessage(outcome, context, more);
    const count = audience === "channel" ? countOf(outcome) : undefined;
    if (count !== undefined) countQuestion?.(invocation, count);
    const isCut = question.length > MAX_QUESTION_LENGTH;
    return { reply: deletable(isCut ? withNote(message, CUT_NOTE) : message), outcome: nameOf(outcome) };
  },
};

/** The outcome itself, for programs. Throws UsageError if the report that is named is not loaded. */
export async function answerQuestion(
  { question = "", report }: Args,
  knowledge: Retriever,
): Promise<Outcome> {
  const read = truncateAtWord(question.trim(), MAX_QUESTION_LENGTH);
  const smallTalk = knowledge.smallTalk(read);
  return smallTalk === undefined
    ? knowledge.ask(read, findScope(report, knowledge.library))
    : abstain(smallTalk);
}

function nameOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case "abstention":
      return outcome.reason;
    case "field":
      return "field";
    case "selection":
      return outcome.of;
    case "quotation":
      return outcome.wording;
  }
}

/** Undefined where the first page shows everything. */
async function moreOf(selection: Selection, selections: KeptSelections): Promise<MoreOf | undefined> {
  if (selection.entries.length <= PAGE_SIZE) return undefined;
  return moreOfWhole(selection) ?? { id: await selections.keep(keptOf(selection)) };
}

/** What the digest counts of a public question; undefined for small talk and for questions that name no report. */
function countOf(outcome: Outcome): Parameters<CountQuestion>[1] | undefined {
  switch (outcome.kind) {
    case "quotation":
      return { answered: true, code: outcome.excerpt.paragraph.code };
    case "field":
    case "selection":
      return { answered: true };
    case "abstention":
      return outcome.reason === "not-found" ? { answered: false } : undefined;
  }
}
