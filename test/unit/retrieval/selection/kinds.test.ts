import { expect, test } from "vitest";
import { readLines } from "#retrieval/data/word-lists.ts";
import { holdsKind } from "#retrieval/selection/kinds.ts";

test.each([
  ["money", "It cost US $314.89 million.", "It cost 20 lives."],
  ["money", "They paid two hundred euros.", "They paid with their lives."],
  ["date", "It was opened on 5 May.", "It may be opened on a Monday."],
  ["date", "The war of 1812 was long.", "There were 1,812 soldiers."],
  ["percentage", "A share of 40 percent was sold.", "All shares were sold."],
  ["number", "There were 3 of them.", "There were three of them."],
  ["country", "He left Bosnia & Herzegovina.", "He left Baku."],
  ["outlet", "The Tehran Times reported it.", "He reported it three times."],
  ["person", "So said President Aliyev.", "So said the president of Azerbaijan."],
  ["person", "The author is Richard C. Baffa.", "The author is The Cambridge Security Initiative."],
  ["organisation", "It was the Foreign Ministry.", "It was a ministry in Baku."],
  ["organisation", "The Committee on Science decided.", "A committee decided."],
  ["money", "They were paid $20.", "It weighs 20 pounds."],
  ["country", "It lies in Côte d’Ivoire.", "Thus it lies there."],
])("%s: %s", (kind, having, lacking) => {
  expect(holdsKind(kind, having)).toBe(true);
  expect(holdsKind(kind, lacking)).toBe(false);
});

test("every kind that a list can be asked of is recognised", () => {
  const sentence =
    "On 5 May 2020 the Tehran Times wrote that Mr Aliyev of the Foreign Ministry of Armenia paid 5 percent, or $20.";
  for (const line of readLines("list-kinds"))
    expect(holdsKind(line.split(" ")[0] ?? "", sentence), line).toBe(true);
});
