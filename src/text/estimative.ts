// The wording of an author's own judgement, as analytic writing has it.

// The scale of likelihood of ICD 203 and its usual variants, words of confidence, and how an assessment is announced.
const ESTIMATIVE =
  /\b(?:almost (?:no chance|certain(?:ly)?)|nearly certain|remote(?:ly)? (?:chance|possib\w+)|(?:very |highly |un)?likely|(?:highly )?(?:im)?probabl[ey]|roughly even (?:chance|odds)|plausibl[ey]|(?:high|moderate|medium|low) confidence|we (?:assess|judge|believe|estimate|expect|conclude)|(?:assess(?:es|ed)?|judged?|expects?|appears?|suggests?|indicates?) that|(?:could|may|might|would) (?:well|also|seek|become|lead|use|try))\b/iu;

/** True for a sentence that says how likely something is, or that something is the author's assessment. */
export function isEstimative(sentence: string): boolean {
  return ESTIMATIVE.test(sentence);
}

// Headings under which reports put what they conclude.
const JUDGEMENT_SECTION =
  /\b(?:implications?|conclusions?|(?:key )?judge?ments?|(?:key )?findings?|key (?:points?|takeaways?)|takeaways?|outlook|assessments?|recommendations?|executive summary|bottom line)\b/iu;

export function isJudgementSection(heading: string): boolean {
  return JUDGEMENT_SECTION.test(heading);
}
