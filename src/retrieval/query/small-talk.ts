// Tells small talk from a question, so that "hello" is never answered with a citation.
import type { AbstentionReason } from "#domain/answer.ts";

const GREETING = new Set(
  `hello hi hey hiya howdy yo greetings salut salam salaam shalom hallo good morning afternoon evening day there all
  everyone everybody team folks bot ibid again to you dear friend friends gm`.split(/\s+/u),
);

const THANKS = new Set(
  `thanks thank thx ty tks cheers great perfect nice cool awesome excellent brilliant lovely ok okay k got it much
  appreciated you so very many a lot ta super good job well done work wow lol haha yes no bye goodbye see later ibid
  bot that helps helpful was is very`.split(/\s+/u),
);

const HELP =
  /^(help( me)?( please)?|\/?help|what (can|do) (you|u) do|what (is|are) (this|you|ibid)|who (are|made|built) you|how (do|does|can) (i|you|this|it|ibid) (work|use|ask)( (this|you|it|ibid))?|(are|r) (you|u) .{0,40}|what('s| is) your name|what can i ask( you)?( about)?|(do|can) you (help|speak|understand|think|remember|hear) ?.{0,20})$/u;

/** The reason to abstain when the text is no question about a report, else undefined. */
export function readSmallTalk(text: string): AbstentionReason | undefined {
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2019\u02BC]/gu, "'");
  const said = folded.match(/[\p{L}\p{N}'/]+/gu) ?? [];
  if (said.length === 0) return isEmoji(folded) ? "thanks" : "help";
  if (said.length <= 6 && said.every((word) => GREETING.has(word)) && said.some(opensGreeting))
    return "greeting";
  if (said.length <= 8 && said.every((word) => THANKS.has(word))) return "thanks";
  return HELP.test(said.join(" ")) ? "help" : undefined;
}

const OPENERS = new Set(
  "hello hi hey hiya howdy yo greetings salut salam salaam shalom hallo good gm".split(" "),
);

function opensGreeting(word: string): boolean {
  return OPENERS.has(word);
}

function isEmoji(text: string): boolean {
  return text.trim() !== "" && text.replace(/\p{RGI_Emoji}|\p{Extended_Pictographic}|\s/gv, "") === "";
}
