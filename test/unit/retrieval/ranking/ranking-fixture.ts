// One question against one paragraph. In such a library every term of the question is equally rare, so each weighs one
// share, and no word is damped: expected values are simple fractions.

import type { AliasGroup } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion, type Query } from "#retrieval/query/query.ts";
import type { FeatureSet } from "#retrieval/ranking/feature-set.ts";
import { measureSentences, type SentenceStatistics } from "#retrieval/ranking/statistics.ts";
import { createMatcher, type Matches } from "#retrieval/ranking/term-matches.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { libraryOf } from "#test/tools/evaluate/collection-library.ts";

export type RankingCase = Readonly<{
  question: string;
  text: string;
  heading?: string;
  aliases?: readonly AliasGroup[];
}>;

export type MatchedCase = Readonly<{
  index: LibraryIndex;
  query: Query;
  matches: Matches;
  sentences: readonly SentenceStatistics[];
}>;

export async function matchCase({
  question,
  text,
  heading = "",
  aliases = [],
}: RankingCase): Promise<MatchedCase> {
  const { library } = libraryOf({ passages: [{ id: "1", title: heading, section: "", text }] });
  const index = await createLibraryIndex({ ...library, aliases }, indexDeps());
  const query = await analyseQuestion(question, { index, dampingOf: () => 1 });
  const anything = new Map([...index.dictionary.stemIds.keys()].map((stem): [string, number] => [stem, 1]));
  const [candidate] = await index.search(anything, 1);
  const matches = createMatcher(index.dictionary)(query)(candidate!);
  return { index, query, matches, sentences: measureSentences(matches) };
}

/** The features of a vector by their names. */
export function nameFeatures(
  { names }: FeatureSet<string>,
  vector: readonly number[],
): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, vector[i]!]));
}
