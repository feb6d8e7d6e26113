// Every list says in its first line where its words come from, and is readable.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = "src/retrieval/data/en";

test.each(readdirSync(folder))("%s begins with where its words come from, then lists them", (name) => {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  expect(text).toMatch(/^# \S.*\S\n(?:#.*\n)*[^#\n]/u);
  expect(text.endsWith("\n")).toBe(true);
  expect(text).toBe(text.normalize("NFC"));
});
