// Answer, closest or not in the reports: decided by shares of the question, never by a raw score, which means
// something else in every library.
import type { Query } from "./query.ts";
import type { Hit } from "./rank.ts";

export type Verdict = "answer" | "closest" | "not-found";

const ANSWER = 0.5;
const CLOSEST = 0.38;

export function judge(query: Query, hits: readonly Hit[]): Verdict {
  const [first] = hits;
  if (first === undefined || query.terms.length === 0) return "not-found";
  const sure = confidence(first);
  if (sure >= ANSWER) return "answer";
  return sure >= CLOSEST ? "closest" : "not-found";
}

function confidence(hit: Hit): number {
  return 0.5 * hit.sentenceCoverage + 0.5 * hit.coverage;
}

/** Worth a pointer under a refusal: on the subject, though it does not answer. */
export function isRelated(hit: Hit): boolean {
  return hit.coverage >= 0.2;
}

/** Up to two further paragraphs nearly as good as the first. */
export function pointers([first, ...others]: readonly Hit[]): readonly Hit[] {
  return others.filter(({ score }) => first !== undefined && score >= 0.6 * first.score).slice(0, 2);
}
