// A document is converted in a thread that can be stopped.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { convert } from "#importing/convert.ts";
import { ImportError } from "#importing/optional.ts";
import { convertInThread } from "#importing/thread.ts";

const bytes = readFileSync("test/support/fixtures/importing/draft.docx");
const task = { file: "draft.docx", bytes, given: { title: "A title" } };

test("the thread gives the same as the conversion itself, and the same refusals", async () => {
  expect(await convertInThread(task)).toEqual(await convert(task.file, bytes, task.given));
  const refused = convertInThread({ ...task, file: "draft.epub" });
  await expect(refused).rejects.toBeInstanceOf(ImportError);
  await expect(refused).rejects.toThrow("META-INF/container.xml is missing");
});

test("the thread tells which page it has read", async () => {
  const pages: string[] = [];
  const file = "office-notes-heads-small-pages.pdf";
  const pdf = readFileSync(`test/support/fixtures/importing/layouts/${file}`);
  await convertInThread(
    { file, bytes: pdf, given: {} },
    { onPage: (page, of) => pages.push(`${page} of ${of}`) },
  );
  expect(pages).toEqual(["1 of 4", "2 of 4", "3 of 4", "4 of 4"]);
});

test("a document that takes too long is given up with a sentence", async () => {
  const slow = convertInThread(task, { milliseconds: 1 });
  await expect(slow).rejects.toBeInstanceOf(ImportError);
  await expect(slow).rejects.toThrow('"draft.docx" takes over 0.001 seconds to read.');
});
