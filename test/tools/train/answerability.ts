// Fits the answerability models: the questions of a collection are asked of the report that they are about and of a
// report that they are not about, each report indexed by itself; and of all reports together, where more paragraphs
// come near.

import { scopeTo } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { ANSWERABILITY_FEATURES, answerabilityFeatures } from "#retrieval/ranking/answerability-features.ts";
import type { LearnedModel } from "#retrieval/ranking/learned-weights.ts";
import { type LogisticModel, logOdds } from "#retrieval/ranking/linear-model.ts";
import { createRank, type Rank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import type { CollectionQuery } from "#test/tools/evaluate/beir.ts";
import { isRight } from "#test/tools/evaluate/ranking-metrics.ts";
import type { IndexedCollection } from "./examples.ts";
import { type LabelledExample, trainLogistic } from "./linear.ts";

export type AnswerabilityExample = Readonly<{
  /** Undefined where no paragraph has a word of the question: that needs no model. */
  features: readonly number[] | undefined;
  /** The reports asked hold the answer, are about something else, or only read as if they held it. */
  kind: "answerable" | "off-report" | "trick";
  /** Asked of one report alone; otherwise of all together. */
  isAlone: boolean;
  /** The first paragraph is right. */
  isRight: boolean;
}>;

/** Every question once for its own report, once for another one, and once for all. */
export async function answerabilityExamples(
  indexed: IndexedCollection,
  model: LearnedModel,
): Promise<AnswerabilityExample[]> {
  const { library, collection } = indexed;
  const searchable = (index: LibraryIndex): Searchable => ({ index, rank: createRank(index, model) });
  const whole = searchable(indexed.index);
  const scopes: (Searchable & Readonly<{ id: string }>)[] = [];
  for (const report of library.reports) {
    const index = await createLibraryIndex(scopeTo(library, report), indexDeps());
    scopes.push({ id: report.id, ...searchable(index) });
  }
  const examples: AnswerabilityExample[] = [];
  for (const [i, query] of collection.queries.entries()) {
    const ask = (where: Searchable) => askOne(query, where, { indexed, model });
    const isTrick = query.kind === "adversarial" || query.kind === "near-miss";
    const kind = query.answerable ? "answerable" : isTrick ? "trick" : "off-report";
    const own = scopes.find(({ id }) => id === query.doc);
    const others = scopes.filter((scope) => scope !== own);
    const other = others[i % Math.max(1, others.length)];
    if (own !== undefined) examples.push({ ...(await ask(own)), kind, isAlone: true });
    if (other !== undefined && !isTrick)
      examples.push({ ...(await ask(other)), kind: "off-report", isAlone: true, isRight: false });
    examples.push({ ...(await ask(whole)), kind, isAlone: false });
  }
  return examples;
}

type Searchable = Readonly<{ index: LibraryIndex; rank: Rank }>;
type Asking = Readonly<{ indexed: IndexedCollection; model: LearnedModel }>;

async function askOne(
  query: CollectionQuery,
  { index, rank }: Searchable,
  { indexed, model }: Asking,
): Promise<Pick<AnswerabilityExample, "features" | "isRight">> {
  const analysed = await analyseQuestion(query.text, { index, dampingOf: model.dampingOf });
  const [first, ...others] = await rank(analysed);
  if (first === undefined) return { features: undefined, isRight: false };
  const right = query.answerable && isRight(first.paragraph, query, indexed);
  return { features: answerabilityFeatures(analysed, first, others), isRight: right };
}

export type FittedAnswerability = Readonly<{ answerable: LogisticModel; right: LogisticModel }>;

export function fitAnswerability(
  collections: readonly (readonly AnswerabilityExample[])[],
): FittedAnswerability {
  const train = (
    keep: (example: AnswerabilityExample) => boolean,
    label: (example: AnswerabilityExample) => boolean,
  ) =>
    trainLogistic(
      collections.flatMap((all) => balance(all.filter(keep), label)),
      ANSWERABILITY_FEATURES.names.length,
    );
  return {
    answerable: train(
      ({ kind, isAlone }) => isAlone && kind !== "trick",
      ({ kind }) => kind === "answerable",
    ),
    right: train(
      () => true,
      ({ isRight }) => isRight,
    ),
  };
}

/** Both labels of a collection count alike, and every collection by the square root of its size. */
function balance(
  all: readonly AnswerabilityExample[],
  label: (example: AnswerabilityExample) => boolean,
): LabelledExample[] {
  const positive = all.filter(label).length;
  const share = Math.sqrt(all.length) / 2;
  return all.flatMap((example) => {
    if (example.features === undefined) return [];
    const isPositive = label(example);
    const weight = share / Math.max(1, isPositive ? positive : all.length - positive);
    return [{ features: example.features, label: isPositive ? 1 : 0, weight }];
  });
}

function logOddsOf({ features }: AnswerabilityExample, model: LogisticModel): number {
  return features === undefined ? Number.NEGATIVE_INFINITY : logOdds(features, model);
}

/**
 * The log odds above which 95 % of the answerable questions are. Every collection counts alike: counted by questions,
 * the cut kept only 90 % of covidqa's.
 */
export function cutKeeping(
  collections: readonly (readonly AnswerabilityExample[])[],
  model: LogisticModel,
  kept = 0.95,
): number {
  const all = collections.flatMap((examples) => {
    const own = examples.filter(({ kind, isAlone }) => isAlone && kind === "answerable");
    return own.map((example) => ({ logOdds: logOddsOf(example, model), share: 1 / own.length }));
  });
  let left = (1 - kept) * collections.length;
  for (const example of all.sort((a, b) => a.logOdds - b.logOdds)) {
    left -= example.share;
    if (left < 0) return example.logOdds;
  }
  return 0;
}

/** Share of the questions of a kind, asked of one report alone, that are below a cut. */
export function shareBelow(
  all: readonly AnswerabilityExample[],
  kind: AnswerabilityExample["kind"],
  { model, cut }: Readonly<{ model: LogisticModel; cut: number }>,
): number {
  const own = all.filter((example) => example.isAlone && example.kind === kind);
  return own.filter((example) => logOddsOf(example, model) < cut).length / Math.max(1, own.length);
}
