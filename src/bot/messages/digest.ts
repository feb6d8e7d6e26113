// The digest's posts, and its command's replies except for the status.
import { describeParagraph } from "#bot/citation-format.ts";
import { paragraphsByCode } from "#bot/report-index.ts";
import {
  createReadingOrder,
  type Occasion,
  type Preview,
  type Printable,
  previewFirst,
} from "#digest/select.ts";
import type { SwitchedOn } from "#digest/subscriptions.ts";
import { cite } from "#domain/citation.ts";
import type { QuestionCount, Subscription } from "#domain/digest.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import { type Block, type Message, plain } from "#domain/message.ts";
import type { Library } from "#domain/report.ts";
import type { Refusal } from "#domain/scope.ts";
import { plural } from "#text/plural.ts";
import {
  askerMessage,
  citeAction,
  contextAction,
  type MessageContext,
  note,
  quoteBlocks,
  summarise,
  text,
} from "./blocks.ts";
import { describeSettings } from "./digest-status.ts";
import { refusalLine } from "./scope.ts";

type PostContext = Pick<MessageContext, "library" | "today">;

export function digestMessage(
  edition: Printable,
  { delayed, questions }: Occasion,
  context: PostContext,
): Message {
  const message = edition.kind === "paragraph" ? paragraphMessage(edition, context) : allReadMessage();
  const before = delayed === undefined ? [] : [note(`Delayed: it was due at ${delayed}.`)];
  const after = questions.asked === 0 ? [] : [countNote(questions, context.library)];
  return { ...message, blocks: [...before, ...message.blocks, ...after] };
}

// A digest is read in passing, so paragraphs are cut earlier than in an answer: to the sentences around the marked one.
const MAX_CHARACTERS = 900;

function paragraphMessage(
  { paragraph, sentence }: Extract<Printable, { kind: "paragraph" }>,
  { library, today }: PostContext,
): Message {
  const excerpt = buildExcerpt(paragraph, sentence, MAX_CHARACTERS);
  const citation = cite(paragraph, library);
  const headline = [paragraph.section, citation.shortTitle].filter((part) => part !== "").join(" \u00B7 ");
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
  const line = "Every paragraph has been shown. Nothing more is posted until a report is added or changed.";
  const actions = [
    { label: "Start again", command: "digest", args: { action: "restart" } },
    { label: "Stop", command: "digest", args: { action: "off" } },
  ];
  return { audience: "channel", summary: line, blocks: [text(line), { kind: "actions", actions }] };
}

/** How many questions were asked, how many had no answer, and the most quoted paragraph; neither names nor questions. */
function countNote({ asked, unanswered, most }: QuestionCount, library: Library): Block {
  const code = most?.code ?? "";
  const [paragraph] = library.reports.flatMap((report) => paragraphsByCode(code, "start", report));
  const counts = [
    `${plural(asked, "question")} here since the last digest`,
    ...(paragraph === undefined ? [] : [`quoted most: ${describeParagraph(paragraph, library)}`]),
    ...(unanswered === 0 ? [] : [`${unanswered} not in the reports`]),
  ];
  return {
    kind: "note",
    runs: plain(`${counts.join("; ")}.`),
    ...(paragraph === undefined ? {} : { paragraph: paragraph.code }),
  };
}

/** The next post, for the asker only. `preview`: undefined where no digest is stored; then the first post of all. */
export function previewMessage(preview: Preview | undefined, context: PostContext): Message {
  const { edition, occasion } = preview ?? previewFirst(createReadingOrder(context.library));
  if (edition.kind === "nothing") return nothingMessage();
  const { summary, blocks } = digestMessage(edition, occasion, context);
  return { audience: "asker", summary, blocks: [note("The digest posts this next:"), ...blocks] };
}

export function nothingMessage(): Message {
  return askerMessage("There is nothing to post: every paragraph has been shown.");
}

/** Posted before a digest is switched on: if the channel refuses it, the digest is not switched on. */
export function announcementMessage(settings: SwitchedOn["settings"], library: Library, by: string): Message {
  const line = `${by} sets up a digest for this channel: one paragraph ${describeSettings(settings, library)}.`;
  return { audience: "channel", summary: line, blocks: [text(line)] };
}

/** Sent once to the person who set the digest up, when nothing may be posted there any more. */
export function refusedMessage({ channel }: Subscription, refusal: Refusal): Message {
  return askerMessage(
    `The digest of channel ${channel} is suspended. ${refusalLine(refusal)} It will continue from where it stopped.`,
  );
}

/** Sent once to the person who set the digest up, when the channel refuses a post. */
export function closedMessage({ channel }: Subscription, reason: string): Message {
  return askerMessage(
    `The digest of channel ${channel} is suspended, because Ibid can no longer post there (${reason}). To continue from where it stopped, let Ibid post in the channel and mention it there, or switch the digest on again.`,
  );
}
