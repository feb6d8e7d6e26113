// Where in a file something is, as people name it.

/** The line, from 1, on which the character at this offset is. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
