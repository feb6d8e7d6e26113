// Fits the judge: the questions of a collection are asked of the report that they are about and of reports that they
// are not about, each report indexed by itself.
import { scopeTo } from "#domain/report.ts";
import { JUDGE_FEATURES, judgeFeatures } from "#retrieval/features.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/library-index.ts";
import { type Model, score, type Weights } from "#retrieval/model.ts";
import { analyseQuestion } from "#retrieval/query.ts";
import { rank } from "#retrieval/rank.ts";
import type { CollectionQuery } from "../evaluation/beir.ts";
import { isRight } from "../evaluation/order.ts";
import type { Indexed } from "./examples.ts";
import { type Labelled, trainLogistic } from "./linear.ts";

/** `own`: asked of its own report; `off`: of another; `trick`: unanswerable, though it reads as if it were. */
export type Judged = Readonly<{
  features: readonly number[];
  kind: "own" | "off" | "trick";
  /** The first paragraph is right. */
  right: boolean;
}>;

type Scope = Readonly<{ id: string; index: LibraryIndex }>;

/** Every question once for its own report, and once for another one. */
export async function judgedOf(indexed: Indexed, model: Model): Promise<Judged[]> {
  const { library, collection } = indexed;
  const scopes = library.reports.map((report): Scope => {
    return { id: report.id, index: createLibraryIndex(scopeTo(library, report), new Map()) };
  });
  const judged: Judged[] = [];
  for (const [at, asked] of collection.queries.entries()) {
    const own = scopes.find(({ id }) => id === asked.doc);
    const others = scopes.filter((scope) => scope !== own);
    const other = others[at % Math.max(1, others.length)];
    if (own !== undefined) judged.push(await judgeOne(asked, own, { indexed, model }));
    if (other !== undefined && asked.kind !== "adversarial" && asked.kind !== "near-miss")
      judged.push({ ...(await judgeOne(asked, other, { indexed, model })), kind: "off", right: false });
  }
  return judged;
}

type Judging = Readonly<{ indexed: Indexed; model: Model }>;

async function judgeOne(
  asked: CollectionQuery,
  { index }: Scope,
  { indexed, model }: Judging,
): Promise<Judged> {
  const query = await analyseQuestion(asked.text, index, model);
  const [first, second] = await rank(query, index, model);
  const features =
    first === undefined ? new Array(JUDGE_FEATURES.length).fill(0) : judgeFeatures(query, first, second);
  const right = first !== undefined && asked.answerable && isRight(first.paragraph, asked, indexed);
  return { features, kind: asked.answerable ? "own" : "trick", right };
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
      ({ kind }) => kind !== "trick",
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
  return all.map((one) => {
    const isPositive = label(one);
    const weight = share / Math.max(1, isPositive ? positive : all.length - positive);
    return { features: one.features, label: isPositive ? 1 : 0, weight };
  });
}

/** The score above which 95 % of the answerable questions lie. */
export function keepingCut(
  collections: readonly (readonly Judged[])[],
  weights: Weights,
  kept = 0.95,
): number {
  const scores = collections.flatMap((all) =>
    all.filter(({ kind }) => kind === "own").map(({ features }) => score(features, weights)),
  );
  return scores.sort((a, b) => a - b)[Math.floor((1 - kept) * scores.length)] ?? 0;
}

/** Share of a kind of questions that score below a cut. */
export function shareBelow(
  all: readonly Judged[],
  kind: Judged["kind"],
  weights: Weights,
  cut: number,
): number {
  const own = all.filter((one) => one.kind === kind);
  return own.filter(({ features }) => score(features, weights) < cut).length / Math.max(1, own.length);
}
