// Fits the judge: the questions of a collection are asked of the report that they are about and of reports that they
// are not about, each report indexed by itself; and of all reports together, where more paragraphs come near.
import { scopeTo } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { JUDGE_FEATURES, judgeFeatures } from "#retrieval/ranking/answerability-features.ts";
import type { Model } from "#retrieval/ranking/learned-weights.ts";
import type { Weights } from "#retrieval/ranking/linear-model.ts";
import { score } from "#retrieval/ranking/linear-model.ts";
import { createRank, type Rank } from "#retrieval/ranking/rank.ts";
import type { CollectionQuery } from "#test/tools/evaluate/beir.ts";
import { isRight } from "#test/tools/evaluate/order.ts";
import type { Indexed } from "./examples.ts";
import { type Labelled, trainLogistic } from "./linear.ts";

/** `own`: what was asked holds the answer; `off`: it is on other subjects; `trick`: it only reads as if it held it. */
export type Judged = Readonly<{
  /** Undefined where no paragraph has a word of the question: that needs no judge. */
  features: readonly number[] | undefined;
  kind: "own" | "off" | "trick";
  /** Asked of one report; otherwise of all together. */
  alone: boolean;
  /** The first paragraph is right. */
  right: boolean;
}>;

/** Every question once for its own report, once for another one, and once for all. */
export async function judgedOf(indexed: Indexed, model: Model): Promise<Judged[]> {
  const { library, collection } = indexed;
  const searchable = (index: LibraryIndex): Searchable => ({ index, rank: createRank(index, model) });
  const whole = searchable(indexed.index);
  const scopes = library.reports.map((report) => {
    return { id: report.id, ...searchable(createLibraryIndex(scopeTo(library, report), new Map())) };
  });
  const judged: Judged[] = [];
  for (const [at, asked] of collection.queries.entries()) {
    const judge = (searchable: Searchable) => judgeOne(asked, searchable, { indexed, model });
    const isTrick = asked.kind === "adversarial" || asked.kind === "near-miss";
    const kind = asked.answerable ? "own" : isTrick ? "trick" : "off";
    const own = scopes.find(({ id }) => id === asked.doc);
    const others = scopes.filter((scope) => scope !== own);
    const other = others[at % Math.max(1, others.length)];
    if (own !== undefined) judged.push({ ...(await judge(own)), kind, alone: true });
    if (other !== undefined && !isTrick)
      judged.push({ ...(await judge(other)), kind: "off", alone: true, right: false });
    judged.push({ ...(await judge(whole)), kind, alone: false });
  }
  return judged;
}

type Searchable = Readonly<{ index: LibraryIndex; rank: Rank }>;
type Judging = Readonly<{ indexed: Indexed; model: Model }>;

async function judgeOne(
  asked: CollectionQuery,
  { index, rank }: Searchable,
  { indexed, model }: Judging,
): Promise<Pick<Judged, "features" | "right">> {
  const query = await analyseQuestion(asked.text, index, model.askingFactor);
  const [first, ...others] = await rank(query);
  if (first === undefined) return { features: undefined, right: false };
  const right = asked.answerable && isRight(first.paragraph, asked, indexed);
  return { features: judgeFeatures(query, first, others), right };
}

export type Judge = Readonly<{ answerable: Weights; right: Weights }>;

export function fitJudge(collections: readonly (readonly Judged[])[]): Judge {
  const balanced = (keep: (one: Judged) => boolean, label: (one: Judged) => boolean) =>
    trainLogistic(
      collections.flatMap((all) => balance(all.filter(keep), label)),
      JUDGE_FEATURES.length,
    );
  return {
    answerable: balanced(
      ({ kind, alone }) => alone && kind !== "trick",
      ({ kind }) => kind === "own",
    ),
    right: balanced(
      () => true,
      ({ right }) => right,
    ),
  };
}

/** Both labels of a collection count alike, and every collection by the square root of its size. */
function balance(all: readonly Judged[], label: (one: Judged) => boolean): Labelled[] {
  const positive = all.filter(label).length;
  const share = Math.sqrt(all.length) / 2;
  return all.flatMap((one) => {
    if (one.features === undefined) return [];
    const isPositive = label(one);
    const weight = share / Math.max(1, isPositive ? positive : all.length - positive);
    return [{ features: one.features, label: isPositive ? 1 : 0, weight }];
  });
}

function scoreOf({ features }: Judged, weights: Weights): number {
  return features === undefined ? Number.NEGATIVE_INFINITY : score(features, weights);
}

/** The score above which 95 % of the answerable questions lie, each collection counting alike. */
export function keepingCut(
  collections: readonly (readonly Judged[])[],
  weights: Weights,
  kept = 0.95,
): number {
  const scores = collections.flatMap((all) => {
    const own = all.filter(({ kind, alone }) => alone && kind === "own");
    return own.map((one) => ({ score: scoreOf(one, weights), share: 1 / own.length }));
  });
  let left = (1 - kept) * collections.length;
  for (const one of scores.sort((a, b) => a.score - b.score)) {
    left -= one.share;
    if (left < 0) return one.score;
  }
  return 0;
}

/** Share of the questions of a kind, asked of one report, that score below a cut. */
export function shareBelow(
  all: readonly Judged[],
  kind: Judged["kind"],
  { weights, cut }: Readonly<{ weights: Weights; cut: number }>,
): number {
  const own = all.filter((one) => one.alone && one.kind === kind);
  return own.filter((one) => scoreOf(one, weights) < cut).length / Math.max(1, own.length);
}
