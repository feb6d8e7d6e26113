// Whether a sentence holds the answer of a test collection.

// A shorter sentence can be a part of an answer by chance.
const MIN_PART_LENGTH = 30;

/** True when the sentence holds one of the strings, or is itself a part of a string of several sentences. */
export function holdsAnswer(sentence: string, answers: readonly string[]): boolean {
  const words = fold(sentence);
  return answers.some((answer) => {
    const wanted = fold(answer);
    return (
      wanted !== "" && (words.includes(wanted) || (words.length >= MIN_PART_LENGTH && wanted.includes(words)))
    );
  });
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}
