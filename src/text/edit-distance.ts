// How far apart two spellings are.

/** Levenshtein distance: the fewest insertions, deletions and replacements of characters that turn one into the other. */
export function editDistance(a: string, b: string): number {
  const columns = [...b];
  let previous = Array.from({ length: columns.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of columns.entries())
      current.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
