// What an import must keep: the letters and digits of a document.

export function lettersOf(text: string): string {
  return text.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Whether both have the same letters equally often, in whatever order. */
export function haveSameLetters(one: string, other: string): boolean {
  return one.length === other.length && [...one].sort().join("") === [...other].sort().join("");
}
