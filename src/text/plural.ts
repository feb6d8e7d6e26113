// A number with the word that it counts.

/** `1 report`, `2 reports`. `many`: where the plural is not the singular with an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
