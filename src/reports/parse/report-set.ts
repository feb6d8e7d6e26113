// The names of report sets. A set is a group of reports that a channel may see or not.

/** Stands for every report, so no set can have this name. */
export const ALL = "all";

/** `Middle East` becomes `middle-east`; the names of folders inside each other are joined by "/". "" without a letter or digit. */
export function setName(written: string): string {
  return written
    .normalize("NFKC")
    .toLowerCase()
    .split("/")
    .map((part) => part.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/gu, ""))
    .filter((part) => part !== "")
    .join("/");
}

/** The folders above a file, as paths: `iran` and `iran/2021` for `Iran/2021/brief.md`. */
export function setsOfFolders(file: string): readonly string[] {
  const folders = file.split("/").slice(0, -1);
  const paths = folders.map((_, i) => setName(folders.slice(0, i + 1).join("/")));
  return [...new Set(paths)].filter((name) => name !== "" && name !== ALL);
}
