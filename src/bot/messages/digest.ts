// Every word of the digest: the post itself, and what its command answers.
import { pointer, shortTitle } from "#bot/citation-format.ts";
import type { Occasion, Printable } from "#digest/select.ts";
import type { SwitchedOn } from "#digest/subscriptions.ts";
import { cite } from "#domain/citation.ts";
import type { QuestionCount, Subscription } from "#domain/digest.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import { type Message, plain } from "#domain/message.ts";
import { type Library, paragraphsOf, reportOf } from "#domain/report.ts";
import { citeAction, contextAction, note, quoteBlocks, summarise, text } from "./blocks.ts";
import { describeSettings } from "./digest-status.ts";

/** A digest is read in passing: longer paragraphs are shown as the sentences around the author's judgement. */
const DIGEST_CHARACTERS = 900;

type LiveLibrary = Readonly<{ library: Library; today: Date }>;

export function digestMessage(edition: Printable, occasion: Occasion, liveLibrary: LiveLibrary): Message {
  const message = edition.kind === "paragraph" ? paragraphMessage(edition, liveLibrary) : allReadMessage();
  const { delayed, questions } = occasion;
  const [before, after] = [
    delayed === undefined ? [] : [note(`Delayed: it was due at ${delayed}.`)],
    questions.asked === 0 ? [] : [note(countLine(questions, liveLibrary.library))],
  ];
  return { ...message, blocks: [...before, ...message.blocks, ...after] };
}

function paragraphMessage(
  { paragraph, sentence }: Extract<Printable, { kind: "paragraph" }>,
  { library, today }: LiveLibrary,
): Message {
  const excerpt = buildExcerpt(paragraph, sentence, DIGEST_CHARACTERS);
  const citation = cite(paragraph, library);
  const title = shortTitle(reportOf(library, paragraph));
  const headline = paragraph.section === "" ? title : `${paragraph.section} \u00B7 ${title}`;
  return {
    audience: "channel",
    summary: summarise(excerpt, citation),
    blocks: [
      { kind: "heading", runs: plain(headline) },
      ...quoteBlocks(excerpt, citation, today),
      { kind: "actions", actions: [contextAction(paragraph, sentence), citeAction(paragraph)] },
    ],
  };
}

function allReadMessage(): Message {
  const line = "Every paragraph has been shown. The digest is silent until there is something new.";
  const actions = [
    { label: "Start again", command: "digest", args: { action: "restart" } },
    { label: "Stop", command: "digest", args: { action: "off" } },
  ];
  return { audience: "channel", summary: line, blocks: [text(line), { kind: "actions", actions }] };
}

/** How many questions, the paragraph quoted most, how many stayed open: no names, no words of a question. */
function countLine({ asked, unanswered, most }: QuestionCount, library: Library): string {
  const paragraph = library.reports.flatMap(paragraphsOf).find(({ code }) => code === most?.code);
  const parts = [
    `${asked} ${asked === 1 ? "question" : "questions"} here since the last digest`,
    ...(paragraph === undefined ? [] : [`quoted most: ${pointer(paragraph, library)}`]),
    ...(unanswered === 0 ? [] : [`${unanswered} not in the reports`]),
  ];
  return `${parts.join("; ")}.`;
}

/** The same post, for the asker's eyes. */
export function previewMessage(message: Message): Message {
  return { ...message, audience: "asker", blocks: [note("What the digest posts next:"), ...message.blocks] };
}

export function nothingMessage(): Message {
  return wordLine("There is nothing to post: no paragraph is unread.");
}

export function wordLine(line: string): Message {
  return { audience: "asker", summary: line, blocks: [text(line)] };
}

/** Posted in the channel before a digest is set up there: the proof that it takes a post. */
export function announcementMessage(settings: SwitchedOn["settings"], library: Library, by: string): Message {
  const line = `${by} sets up a digest for this channel: one paragraph ${describeSettings(settings, library)}.`;
  return { audience: "channel", summary: line, blocks: [text(line)] };
}

/** For whoever set it up, once. */
export function closedMessage({ channel }: Subscription, reason: string): Message {
  const line = `The digest of channel ${channel} is suspended: it takes no posts (${reason}). Its place is kept. It goes on once Ibid is in the channel again and somebody mentions it, or with the digest command there.`;
  return wordLine(line);
}
