// Phrases that readers did not understand are not used again, in anything that a person reads.
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const RETIRED: readonly RegExp[] = [
  /\bmend(?:s|ed|ing)?\b/iu,
  /\boddit(?:y|ies)\b/iu,
  /\bstands? for\b/iu,
  /\bstand in the reports\b/iu,
  /\bdivided by commas\b/iu,
  /\bby half\b/iu,
  /\b(?:is|are) no questions?\b/iu,
  /\btells (?:how|where|what|to)\b/iu,
  /\bREADME tells\b/iu,
  /\bnobody can tell\b/iu,
  /\bfor the record\b/iu,
  /\bplace is kept\b/iu,
  /\bThat fits\b/u,
  /\bask what\?/iu,
  /\bread along\b/iu,
  /\bdefaults hold\b/iu,
  /\btorn\b/iu,
  /\b1 (?:reports|paragraphs|errors|warnings|notes|files)\b/iu,
];

/** The string literals of a source file, without its comments. */
function stringsOf(source: string): string {
  const code = source.replace(/^\s*(?:\/\/|\/\*\*|\*).*$/gmu, "");
  return (code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gu) ?? []).join("\n");
}

test.each([
  ...globSync("src/**/*.ts").map((file) => [file, stringsOf(readFileSync(file, "utf8"))] as const),
  ...["README.md", ".env.example", "knowledge/README.md", ...globSync("docs/*.md")].map(
    (file) => [file, readFileSync(file, "utf8")] as const,
  ),
])("%s has none of the retired phrases", (_, text) => {
  expect(RETIRED.flatMap((phrase) => text.match(phrase)?.[0] ?? [])).toEqual([]);
});
