// Which questions are about a report's metadata, and of which report.
import { expect, test } from "vitest";
import type { Library, Report } from "#domain/report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { answerFromMetadata, readMetadataQuestion } from "#retrieval/query/metadata-question.ts";

const border: Report = {
  id: "border",
  title: "The Border Question",
  authors: ["Richard C. Baffa", "A. Otter"],
  publisher: "Cambridge Security Initiative",
  published: { year: 2021, month: 11 },
  url: "https://example.org/border",
  file: "border.md",
  sections: [],
};
const rivers: Report = { id: "rivers", title: "Rivers", authors: [], file: "rivers.md", sections: [] };
const library: Library = { reports: [border, rivers], aliases: [] };

test.each([
  ["Who wrote this?", "author"],
  ["who is the author of the paper", "author"],
  ["by whom was it written?", "author"],
  ["who published the report?", "publisher"],
  ["which think tank is behind this?", "publisher"],
  ["when was it published?", "published"],
  ["what is the publication date", "published"],
  ["how old is this report?", "published"],
  ["what is the title?", "title"],
  ["what is the report called?", "title"],
  ["where can I find the full report?", "url"],
  ["what is the URL?", "url"],
])("%s: %s", (question, field) => {
  expect(readMetadataQuestion(tokenize(question), [border])).toEqual({ field, reports: [border] });
});

test.each([
  "how long is the border?",
  "who wrote the JCPOA?",
  "when was the archive taken?",
  "what is the title of Khamenei?",
  "who wrote about whales in this report?",
])("%s is about something else", (question) => {
  expect(readMetadataQuestion(tokenize(question), [border])).toBeUndefined();
});

test.each([
  ["who wrote this?", ["border", "rivers"]],
  ["who wrote the border report?", ["border"]],
  ["when was Baffa's paper published?", ["border"]],
  ["who wrote the report about whales?", undefined],
  ["who wrote the rivers report?", ["rivers"]],
])("%s may mean %j", (question, ids) => {
  const asked = readMetadataQuestion(tokenize(question), [border, rivers]);
  expect(asked?.reports.map(({ id }) => id)).toEqual(ids);
});

test.each([
  ["author", "Richard C. Baffa, A. Otter"],
  ["publisher", "Cambridge Security Initiative"],
  ["published", "November 2021"],
  ["title", "The Border Question"],
  ["url", "https://example.org/border"],
])("the field %s is answered with %j", (name, value) => {
  expect(answerFromMetadata(name, border, library)).toMatchObject({
    kind: "field",
    field: { name, value },
    citation: { report: "border" },
  });
});

test.each(["author", "publisher", "published", "url", "unheard-of"])(
  "a report without the field %s has no answer",
  (name) => {
    expect(answerFromMetadata(name, rivers, library)).toBeUndefined();
  },
);
