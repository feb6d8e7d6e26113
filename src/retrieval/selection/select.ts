// From an intent to its reply: which paragraphs are quoted together. Undefined means that the question is left to the search.
import { type Abstention, abstain, type Selection, type SelectionEntry } from "#domain/answer.ts";
import { type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import type { Term } from "#retrieval/analysis/tokenizer.ts";
import type { Intent } from "#retrieval/query/intent.ts";
import { metadataStems } from "#retrieval/query/metadata-question.ts";
import type { SectionFinder } from "#retrieval/query/section-question.ts";
import { isEstimative, isJudgementSection } from "#text/estimative.ts";
import { compareReports } from "./compare.ts";
import { holdsKind } from "./kinds.ts";
import { selectWhole } from "./report-parts.ts";
import { entryOf, findTopic, holdsAllOf, type TopicSearch } from "./topic.ts";

export type Selecting = TopicSearch &
  Readonly<{ library: Library; findSection: SectionFinder; slices: TimeSlices }>;

export async function followIntent(
  intent: Intent,
  selecting: Selecting,
): Promise<Selection | Abstention | undefined> {
  switch (intent.kind) {
    case "reports":
      return intent.topic.length === 0 ? abstain("reports") : reportsAbout(intent.topic, selecting);
    case "overview":
    case "judgements":
      return intent.topic.length === 0
        ? summarise(intent, selecting.library)
        : summariseTopic(intent.kind, intent.topic, selecting);
    case "list":
      return list(intent, selecting);
    case "compare":
      return compareReports(intent, selecting);
  }
}

type SummaryIntent = Extract<Intent, { kind: "overview" | "judgements" }>;

function summarise({ kind, named, heading }: SummaryIntent, { reports }: Library) {
  const meant = reports.filter((report) => {
    const stems = metadataStems(report);
    return named.every(({ stem }) => stems.has(stem));
  });
  const [report, second] = meant;
  if (report === undefined) return named.length === 0 ? abstain("reports") : undefined;
  if (second !== undefined) return { ...abstain("which-report"), reports: meant.map(({ id }) => id) };
  const selection = selectWhole(report, kind, heading);
  return selection.entries.length === 0 ? undefined : selection;
}

async function reportsAbout(topic: readonly Term[], selecting: Selecting): Promise<Abstention | undefined> {
  const { hits } = await findTopic(topic, selecting);
  // No paragraph is shown with the reply, so one that has only some of the words would say more than it knows.
  const found = new Set(hits.filter(holdsAllOf).map(({ paragraph }) => paragraph.report));
  if (found.size === 0) return undefined;
  const reports = selecting.library.reports.map(({ id }) => id).filter((id) => found.has(id));
  return { ...abstain("reports"), reports };
}

async function summariseTopic(
  kind: "overview" | "judgements",
  topic: readonly Term[],
  selecting: Selecting,
): Promise<Selection | undefined> {
  const section = sectionNamed(topic, selecting);
  if (section !== undefined) return selectionOf(kind, section.map(firstSentenceOf));
  const { hits, corrections } = await findTopic(topic, selecting);
  const judged = hits.filter(({ paragraph, bestSentence }) => isJudgement(paragraph, bestSentence));
  const chosen = kind === "judgements" && judged.length > 0 ? judged : hits;
  const entries = chosen.flatMap((hit) => entryOf(hit) ?? []);
  if (entries.length === 0) return undefined;
  return {
    ...selectionOf(kind, inReadingOrder(entries, selecting.library)),
    corrections,
    hasJudgements: judged.length > 0,
  };
}

function isJudgement({ section, text, sentences }: Paragraph, best: number): boolean {
  const sentence = sentences[best];
  const words = sentence === undefined ? text : text.slice(sentence.start, sentence.end);
  return isJudgementSection(section) || isEstimative(words);
}

/**
 * The paragraphs of a section that is named, as in "summarise the Implications section" or "list the required actions". One
 * word alone is rather a subject that a section happens to be called after.
 */
function sectionNamed(
  topic: readonly Term[],
  { findSection, library }: Selecting,
): readonly Paragraph[] | undefined {
  const opening = topic.length < 2 ? undefined : findSection(topic);
  const report = opening && library.reports.find(({ id }) => id === opening.report);
  return report?.sections.find(({ paragraphs }) => paragraphs[0] === opening)?.paragraphs;
}

async function list(
  { of, topic }: Extract<Intent, { kind: "list" }>,
  selecting: Selecting,
): Promise<Selection | undefined> {
  const { library } = selecting;
  if (topic.length === 0 && of !== undefined)
    return selectionOf("list", await scan(of, library.reports, selecting.slices));
  const section = of === undefined ? sectionNamed(topic, selecting) : undefined;
  if (section !== undefined) return selectionOf("list", section.map(firstSentenceOf));
  const { hits, corrections } = await findTopic(topic, selecting);
  const entries = hits.flatMap((hit) => entryOf(hit, of) ?? []);
  return nonEmpty({ ...selectionOf("list", inReadingOrder(entries, library)), corrections });
}

/** Every paragraph with a thing of the kind, its first sentence with one marked. */
async function scan(
  kind: string,
  reports: readonly Report[],
  slices: TimeSlices,
): Promise<readonly SelectionEntry[]> {
  const entries: SelectionEntry[] = [];
  for (const paragraph of reports.flatMap(paragraphsOf)) {
    if (slices.isOver()) await slices.next();
    const { text, sentences, report } = paragraph;
    const sentence = sentences.find(({ start, end }) => holdsKind(kind, text.slice(start, end)));
    if (sentence !== undefined) entries.push({ report, paragraph, sentence });
  }
  return entries;
}

function selectionOf(of: Selection["of"], entries: readonly SelectionEntry[]): Selection {
  return { kind: "selection", of, entries, hasJudgements: true, isCalledSo: true, corrections: [] };
}

function nonEmpty(selection: Selection): Selection | undefined {
  return selection.entries.length === 0 ? undefined : selection;
}

function firstSentenceOf(paragraph: Paragraph): SelectionEntry {
  const [sentence] = paragraph.sentences;
  return { report: paragraph.report, paragraph, ...(sentence === undefined ? {} : { sentence }) };
}

function inReadingOrder(entries: readonly SelectionEntry[], { reports }: Library): readonly SelectionEntry[] {
  const places = new Map(reports.map(({ id }, i) => [id, i]));
  const placeOf = ({ report }: SelectionEntry) => places.get(report) ?? 0;
  return entries.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || (a.paragraph?.ordinal ?? 0) - (b.paragraph?.ordinal ?? 0),
  );
}
