// How analysts word a judgement of their own. The digest picks sentences by them, so an ambiguous word such as "may"
// counts in a phrase only. Retrieval and the quotation check have longer lists of single words: estimate-words.txt,
// hedges.txt.

// The likelihood scale of ICD 203 (the US intelligence community's analytic standards) with its usual variants, levels
// of confidence, and the phrases that introduce an assessment.
const ESTIMATIVE =
  /\b(?:almost (?:no chance|certain(?:ly)?)|nearly certain|remote(?:ly)? (?:chance|possib\w+)|(?:very |highly |un)?likely|(?:highly )?(?:im)?probabl[ey]|roughly even (?:chance|odds)|plausibl[ey]|(?:high|moderate|medium|low) confidence|we (?:assess|judge|believe|estimate|expect|conclude)|(?:assess(?:es|ed)?|judged?|expects?|appears?|suggests?|indicates?) that|(?:could|may|might|would) (?:well|also|seek|become|lead|use|try))\b/iu;

/** True for a sentence that says how likely something is, or that presents something as the author's assessment. */
export function isEstimative(sentence: string): boolean {
  return ESTIMATIVE.test(sentence);
}

const JUDGEMENT_SECTION =
  /\b(?:implications?|conclusions?|(?:key )?judge?ments?|(?:key )?findings?|key (?:points?|takeaways?)|takeaways?|outlook|assessments?|recommendations?|executive summary|bottom line)\b/iu;

/** True for a heading under which reports usually state their conclusions. */
export function isJudgementSection(heading: string): boolean {
  return JUDGEMENT_SECTION.test(heading);
}
