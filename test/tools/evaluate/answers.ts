// Whether a sentence holds the answer of a test collection.

const LONG = 30;

/** True when the sentence holds one of the strings, or is itself a part of a string that runs over several sentences. */
export function holdsAnswer(sentence: string, answers: readonly string[]): boolean {
  const said = folded(sentence);
  return answers.some((answer) => {
    const wanted = folded(answer);
    return wanted !== "" && (said.includes(wanted) || (said.length >= LONG && wanted.includes(said)));
  });
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}
