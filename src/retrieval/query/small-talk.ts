// Recognises small talk, so that "hello" is never answered with a citation.
import type { AbstentionReason } from "#domain/answer.ts";
import { readWords } from "#retrieval/data/word-lists.ts";

const GREETING_WORDS = readWords("greetings");
const GREETING_OPENERS = readWords("greeting-openers");
const THANKS_WORDS = readWords("thanks");
// A longer text is more than a greeting or a thank-you.
const MAX_GREETING_WORDS = 6;
const MAX_THANKS_WORDS = 8;

const HELP =
  /^(help( me)?( please)?|\/?help|what (can|do) (you|u) do|what (is|are) (this|you|ibid)|who (are|made|built) you|how (do|does|can) (i|you|this|it|ibid) (work|use|ask)( (this|you|it|ibid))?|(are|r) (you|u) .{0,40}|what('s| is) your name|(what|which|what (kind|sort) of)( questions)? (can|could|may|should) (i|we|one) (ask|type|say)( you| ibid)?( about| for)?( here| in here| in this channel)?|how (do|can|should) (i|we) (use|ask|work with|talk to) .{0,20}|(can|could) you help( me)?( out)?( .{0,20})?|(do|can) you (help|speak|understand|think|remember|hear) ?.{0,20})$/u;

/** The reason to abstain when the text is no question about a report, else undefined. */
export function readSmallTalk(text: string): AbstentionReason | undefined {
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2019\u02BC]/gu, "'");
  const words = folded.match(/[\p{L}\p{N}'/]+/gu) ?? [];
  if (words.length === 0) return isEmoji(folded) ? "thanks" : "help";
  if (isGreeting(words)) return "greeting";
  if (words.length <= MAX_THANKS_WORDS && words.every((word) => THANKS_WORDS.has(word))) return "thanks";
  return HELP.test(words.join(" ")) ? "help" : undefined;
}

function isGreeting(words: readonly string[]): boolean {
  return (
    words.length <= MAX_GREETING_WORDS &&
    words.every((word) => GREETING_WORDS.has(word)) &&
    words.some((word) => GREETING_OPENERS.has(word))
  );
}

function isEmoji(text: string): boolean {
  return text.trim() !== "" && text.replace(/\p{RGI_Emoji}|\p{Extended_Pictographic}|\s/gv, "") === "";
}
