// What a question wants besides one answering sentence: to know what is loaded, an overview, the author's judgements, a list, a
// comparison. It is told by the form of the question and word lists, before anything is searched. A question that has a word
// too many for a form is left to the search: an intent must not take away a question that a sentence answers.
import { isContentWord, type Term } from "#retrieval/analysis/tokenizer.ts";
import { readWords } from "#retrieval/data/word-lists.ts";
import { type ListIntent, readList } from "./list-question.ts";
import { findPhrase, type Phrases, readPhrases } from "./phrases.ts";

/** `topic`: the words of the question that name its subject; empty where it has none. */
export type Intent =
  | Readonly<{ kind: "reports"; topic: readonly Term[] }>
  | Readonly<{
      kind: "overview" | "judgements";
      /** Words that may name a report ("the iran paper"). */
      named: readonly Term[];
      topic: readonly Term[];
      /** The word by which a heading would call what is asked for, such as "finding". */
      heading?: string;
      /** It may ask for one fact: then only to be followed where the search finds nothing, or nothing that is worded as an answer. */
      followed: "always" | "if-not-found" | "if-not-answered";
    }>
  | ListIntent
  | Readonly<{
      kind: "compare";
      /** The names of reports may be among them. */
      topic: readonly Term[];
      /** False if it may compare something else ("compare Iran and Turkey"): only to be followed when it names reports. */
      isOfReports: boolean;
    }>;

/** Undefined for a question that asks for a sentence, which is nearly every one. */
export function readIntent(question: readonly Term[]): Intent | undefined {
  // A longer text is pasted, or asks for more than a form tells.
  if (question.length === 0 || question.length > MAX_WORDS) return undefined;
  const text = joined(question);
  return (
    readReports(question, text) ??
    readCompare(question, text) ??
    readList(question, text) ??
    readView(question, text) ??
    readSummary(question, "judgements", JUDGEMENT_PHRASES) ??
    readSummary(question, "overview", OVERVIEW_PHRASES) ??
    readAbout(question, text) ??
    readSaying(question)
  );
}

const MAX_WORDS = 25;

const LIBRARY_WORDS = readWords("library-words");
const LIBRARY_QUESTION_WORDS = readWords("library-question-words");
const FILLERS = readWords("intent-filler-words");
const DOCUMENT_WORDS = readWords("document-words");
const TOPIC_MARKERS = readWords("topic-markers");
const OVERVIEW_PHRASES = readPhrases("overview-phrases");
const JUDGEMENT_PHRASES = readPhrases("judgement-phrases");
const SINGULAR = readWords("singular-finding-words");
const VIEW_VERBS = readWords("view-verbs");
const VIEW_REST = readWords("view-rest-words");
const OVERVIEW_VERBS = readWords("overview-verbs");

// The patterns are tested on the folded words of the question, joined by single spaces.
const ANYTHING_ON =
  /^(?:(?:what|which) (?:reports?|documents?|papers?|briefs?|sources?)|(?:do|have) (?:you|we) (?:have |got )?(?:anything|something|any (?:reports?|documents?|papers?|material|sources?))|is there (?:anything|something|any (?:reports?|documents?|papers?|material))|any (?:reports?|documents?|papers?)|what (?:do|have) you (?:have|got)|(?:what|which) reports? (?:do|have) you (?:have|got)) (?:(?:is|are|that|which) )?(?:on|about|regarding|concerning|mention(?:s|ing)?|cover(?:s|ing)?|discuss(?:es|ing)?|deals? with|dealing with) /u;
const DIFFER = readWords("differing-words");
const COMPARING = /^(?:please )?compare\b/u;
const SEVERAL_REPORTS =
  /\b(?:(?:two|three|both|all|the|these|those|our|your|other|between) (?:\w+ )?(?:reports|papers|documents|briefs|studies)|each (?:report|paper|document|brief)|(?:since|from|to|than|with) (?:the )?(?:last|previous|earlier|older|first|prior) (?:report|paper|document|brief|edition|issue)|(?:reports|papers|documents|briefs|studies) (?:differ|agree|disagree|say|compare|contradict)|from (?:report|paper|document|brief) to (?:report|paper|document|brief))\b/u;

const LATEST =
  /\b(?:newest|latest|oldest|(?:most )?recent) report\b|^what (?:have|do) you (?:got|have)(?: got)?$/u;

function joined(words: readonly Term[]): string {
  return words.map(({ folded }) => folded).join(" ");
}

/** "which reports do you have", "do you have anything on drones" */
function readReports(question: readonly Term[], text: string): Intent | undefined {
  const isOfLibrary = question.some(({ folded }) => LIBRARY_WORDS.has(folded)) || LATEST.test(text);
  if (
    isOfLibrary &&
    question.every(
      ({ folded }) => LIBRARY_WORDS.has(folded) || LIBRARY_QUESTION_WORDS.has(folded) || folded === "report",
    )
  )
    return { kind: "reports", topic: [] };
  const opening = ANYTHING_ON.exec(text)?.[0].trim().split(" ").length;
  const topic = opening === undefined ? [] : subjectOf(question.slice(opening));
  return topic.length === 0 ? undefined : { kind: "reports", topic };
}

/** "how do the reports differ on drones", "what changed since the last report" */
function readCompare(question: readonly Term[], text: string): Intent | undefined {
  const isOfReports = question.some(({ folded }) => DIFFER.has(folded)) && SEVERAL_REPORTS.test(text);
  if (!isOfReports && !COMPARING.test(text)) return undefined;
  const topic = subjectOf(question).filter(
    ({ folded }) => !COMPARE_WORDS.has(folded) && !LIBRARY_WORDS.has(folded),
  );
  return { kind: "compare", topic, isOfReports };
}

const COMPARE_WORDS = readWords("compare-words");

/** "what does the author expect to happen" */
function readView(question: readonly Term[], text: string): Intent | undefined {
  const verb = question.findIndex(({ folded }) => VIEW_VERBS.has(folded));
  if (verb < 2 || !/^(?:what|how) (?:does|do|did|will|would) /u.test(text)) return undefined;
  const subject = question.slice(2, verb);
  // "What do the studies suggest?" asks what was found by studies that the report tells of.
  const isAuthor =
    subject.length > 0 &&
    subject.every((word) => isDocumentOrFiller(word) && !LIBRARY_WORDS.has(word.folded));
  if (!isAuthor || !question.slice(verb + 1).every(({ folded }) => VIEW_REST.has(folded))) return undefined;
  return { kind: "judgements", named: [], topic: [], followed: "always" };
}

/** "tldr", "can you sum it up", "key judgements on drones" */
function readSummary(
  question: readonly Term[],
  kind: "overview" | "judgements",
  phrases: Phrases,
): Intent | undefined {
  const found = findPhrase(question, phrases);
  if (found === undefined || !found.before.every(isDocumentOrFiller)) return undefined;
  const { phrase, before, after } = found;
  const isFact =
    /^(?:what|which|is|was|does|did)\b/u.test(joined(before)) &&
    phrase.words.some((word) => SINGULAR.has(word));
  const wanted = {
    kind,
    followed: isFact ? "if-not-found" : "always",
    ...(phrase.name === undefined ? {} : { heading: phrase.name }),
  } as const;
  const own = namedIn([...before, ...after]);
  if (own !== undefined) return { ...wanted, named: own, topic: [] };
  const topic = topicOf(after, { isCommand: kind === "overview" && VERB.test(phrase.words.join(" ")) });
  return topic === undefined || isFact ? undefined : { ...wanted, named: [], topic };
}

// Of overview-phrases.txt: what follows one of these at once is its object ("summarise the drone programme").
const VERB = /^(?:summari[sz]e|outline|recap)$/u;

/**
 * The words besides fillers, if there are none or if they may name a report ("the iran paper"); undefined if they are a subject.
 */
function namedIn(words: readonly Term[]): readonly Term[] | undefined {
  const others = words.filter((word) => !isDocumentOrFiller(word));
  if (others.length === 0) return [];
  const last = words.findLastIndex((word) => !isDocumentOrFiller(word));
  // A name comes before the word for a document: "the iran paper", not "the paper on Iran's exports".
  const next = words[last + 1];
  const hasMarker = words.slice(0, last).some(({ folded }) => folded === "about" || folded === "on");
  return next !== undefined && DOCUMENT_NOUNS.has(next.folded) && !hasMarker ? others : undefined;
}

const DOCUMENT_NOUNS = readWords("document-nouns");

/** The subject after a word such as "about", or right after a verb; undefined if there is none. */
function topicOf(
  after: readonly Term[],
  { isCommand }: Readonly<{ isCommand: boolean }>,
): readonly Term[] | undefined {
  const marker = after.findIndex(({ folded }) => TOPIC_MARKERS.has(folded));
  const isLinked = marker !== -1 && after.slice(0, marker).every(isDocumentOrFiller);
  const topic = subjectOf(isLinked ? after.slice(marker + 1) : isCommand ? after : []);
  return topic.length === 0 ? undefined : topic;
}

/** "what is this about", "what's in the iran paper", "what does it say" */
function readAbout(question: readonly Term[], text: string): Intent | undefined {
  const last = question.at(-1)?.folded ?? "";
  const isAbout = (last === "about" && text.startsWith("what ")) || /^what (?:is |s )?in\b/u.test(text);
  const saying = /^what (?:does|do|did) /u.test(text) && (OVERVIEW_VERBS.has(last) || last === "about");
  const isTold = /^(?:please )?tell (?:me|us) (?:more )?about /u.test(text);
  if (!isAbout && !saying && !isTold) return undefined;
  const rest = question
    .slice(1)
    .filter(({ folded }) => folded !== "about" && folded !== "in" && !OVERVIEW_VERBS.has(folded));
  const hasReport = rest.some(({ folded }) => DOCUMENT_NOUNS.has(folded) || /^(?:it|this)$/u.test(folded));
  const named = rest.filter((word) => isContentWord(word) && !isDocumentOrFiller(word));
  if (!hasReport || (named.length > 0 && !rest.some(({ folded }) => DOCUMENT_NOUNS.has(folded))))
    return undefined;
  return { kind: "overview", named, topic: [], followed: "always" };
}

function isDocumentOrFiller({ folded }: Term): boolean {
  return (
    FILLERS.has(folded) ||
    DOCUMENT_NOUNS.has(folded) ||
    (DOCUMENT_WORDS.has(folded) && !/^(?:year|month|day|date)$/u.test(folded))
  );
}

// "Who did she tell about the donation?" asks for a person.
const ONE_FACT = /\b(?:who|whom|whose|when|where|why|how)\b/u;

/** "what does the report say about drones", "does it say anything on drones" */
function readSaying(question: readonly Term[]): Intent | undefined {
  const marker = question.findIndex(({ folded }) => TOPIC_MARKERS.has(folded));
  const form = question.slice(0, Math.max(0, marker));
  const isForm =
    form.some(({ folded }) => OVERVIEW_VERBS.has(folded)) &&
    form.every((word) => isDocumentOrFiller(word) || isOfForm(word)) &&
    !ONE_FACT.test(joined(form));
  const topic = isForm ? subjectOf(question.slice(marker + 1)) : [];
  return topic.length === 0 ? undefined : { kind: "overview", named: [], topic, followed: "if-not-answered" };
}

function isOfForm(word: Term): boolean {
  return OVERVIEW_VERBS.has(word.folded) || /^(?:any|some)thing$/u.test(word.folded) || !isContentWord(word);
}

/** The content words, without those for a document. */
function subjectOf(words: readonly Term[]): readonly Term[] {
  return words.filter((word) => isContentWord(word) && !isDocumentOrFiller(word));
}
