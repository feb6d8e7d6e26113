// Questions that ask for every place and not for the best one: "list all …", "every mention of …", "which countries are mentioned".
import { isContentWord, type Term } from "#retrieval/analysis/tokenizer.ts";
import { readLines, readWords } from "#retrieval/data/word-lists.ts";

export type ListIntent = Readonly<{
  kind: "list";
  /** A name of list-kinds.txt: only paragraphs with a thing of this kind. */
  of?: string;
  topic: readonly Term[];
}>;

const VERBS = readWords("list-verbs");
const REQUEST_VERBS = readWords("list-request-verbs");
const MENTIONS = readWords("mention-words");
const MENTIONED = readWords("mentioned-words");
const DOCUMENT_NOUNS = readWords("document-nouns");
const KINDS: ReadonlyMap<string, string> = new Map(
  readLines("list-kinds").flatMap((line) => {
    const [kind = "", ...words] = line.split(" ");
    return words.map((word) => [word, kind] as const);
  }),
);

/** `text`: the folded words of the question, joined by single spaces. */
export function readList(question: readonly Term[], text: string): ListIntent | undefined {
  const wanted = listed(question, text);
  if (wanted === undefined) return undefined;
  const naming = wanted.filter(
    (word) => isContentWord(word) && !DOCUMENT_NOUNS.has(word.folded) && !MENTIONED.has(word.folded),
  );
  const first = naming.findIndex(({ folded }) => KINDS.has(folded));
  // "dates on which soldiers trained", "news outlets": the kind comes first, or with its adjective.
  const of = first === 0 || first === 1 ? KINDS.get(naming[first]?.folded ?? "") : undefined;
  const topic = of === undefined ? naming : naming.filter(({ folded }) => KINDS.get(folded) !== of);
  const rest = topic.filter(({ folded }) => !MENTIONS.has(folded));
  return rest.length === 0 && of === undefined
    ? undefined
    : { kind: "list", topic: rest, ...(of === undefined ? {} : { of }) };
}

/** What is to be listed: the words after the form; undefined for a question of another form. */
function listed(question: readonly Term[], whole: string): readonly Term[] | undefined {
  const start = question.findIndex(({ folded }) => !POLITE.has(folded));
  const rest = question.slice(start);
  const [first = "", second = "", third = ""] = rest.slice(0, 3).map(({ folded }) => folded);
  const text = start === 0 ? whole : rest.map(({ folded }) => folded).join(" ");
  if (VERBS.has(first)) return rest.slice(isEvery(second) ? 2 : 1);
  if (/^list of\b/u.test(text)) return rest.slice(2);
  if (/^timeline\b/u.test(text)) return rest;
  if (REQUEST_VERBS.has(first) && (isEvery(second) || (/^(?:me|us)$/u.test(second) && isEvery(third))))
    return rest.slice(2);
  if (/^(?:what|which|who) are all (?:of )?(?:the )?/u.test(text)) return rest.slice(3);
  if (/^(?:what|which)\b/u.test(first) && isMentionQuestion(text, [second, third])) return rest.slice(1);
  if (
    /^where (?:is|are|do|does)\b/u.test(text) &&
    /\b(?:mention|mentions|mentioned|discussed|discuss|cited|referred)\b/u.test(text) &&
    isOfDocument(text)
  )
    return rest.slice(2);
  if (
    /^(?:mentions|occurrences|passages|paragraphs|quotes|quotations|excerpts) (?:of|on|about|from)\b|^references to\b/u.test(
      text,
    )
  )
    return rest.slice(2);
  if (
    isEvery(first) &&
    (MENTIONS.has(second) ||
      (isOpenList(rest.slice(1)) && !/\b(?:what|who|when|where|how|why)\b/u.test(text)))
  )
    return rest.slice(1);
  if (
    /^everything (?:(?:it|they|you|the|this|that|report|paper|brief|document|there|is|have|has|says?|said) )*(?:on|about|regarding)\b/u.test(
      text,
    )
  )
    return rest.slice(1);
  return undefined;
}

const POLITE = readWords("polite-openers");

function isEvery(word: string): boolean {
  return /^(?:all|every|each|everything)$/u.test(word);
}

/** "which countries are mentioned", "which news outlets does the report cite": in the present tense, as one speaks of a text. */
function isMentionQuestion(text: string, [second, third]: readonly [string, string]): boolean {
  const hasKind = [second, third].some((word) => KINDS.has(word) || /[^s]s$/u.test(word));
  return (
    hasKind &&
    /^(?:what|which) (?:\w+ ){1,3}(?:(?:are|get) (?:mentioned|named|cited|listed|discussed|quoted|referred to|covered|given)|(?:does|do) (?:the |this |these )?(?:it|they|you|report|reports|paper|papers|brief|briefs|document|documents|author) (?:mention|name|cite|list|discuss|quote|refer to|cover))\b/u.test(
      text,
    )
  );
}

function isOfDocument(text: string): boolean {
  return /^where (?:do|does) (?:the |this )?(?:it|they|report|reports|paper|brief|document|author)\b|^where (?:is|are) .+ (?:mentioned|discussed|cited|referred to)$/u.test(
    text,
  );
}

/** "all amounts of money": a kind of thing follows at once, or after an adjective. */
function isOpenList(rest: readonly Term[]): boolean {
  const naming = rest.filter(({ folded }) => !/^(?:of|the|these|those)$/u.test(folded));
  return naming.slice(0, 2).some(({ folded }) => KINDS.has(folded) || MENTIONS.has(folded));
}
