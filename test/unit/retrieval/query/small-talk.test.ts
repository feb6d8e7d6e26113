import { expect, test } from "vitest";
import { readSmallTalk } from "#retrieval/query/small-talk.ts";

test.each([
  ["hello", "greeting"],
  ["hi there 👋", "greeting"],
  ["Good morning everyone!", "greeting"],
  ["thanks!", "thanks"],
  ["Thank you very much", "thanks"],
  ["ok great, thx", "thanks"],
  ["👍", "thanks"],
  ["👨‍👩‍👧 🎉", "thanks"],
  ["", "help"],
  ["   ", "help"],
  ["???", "help"],
  ["help", "help"],
  ["are you chatgpt?", "help"],
  ["What can you do?", "help"],
  ["who are you", "help"],
])("%j is %s, not a question about a report", (text, reason) => {
  expect(readSmallTalk(text)).toBe(reason);
});

test.each([
  "will there be war?",
  "hello, how long is the border?",
  "thanks to whom did Azerbaijan win?",
  "help from Turkey",
  "are israeli f-35s permanently based in azerbaijan?",
  "who is Kochavi?",
  "what is elaph",
  "the of and to in",
])("%j is a question", (text) => {
  expect(readSmallTalk(text)).toBeUndefined();
});

test("a long run of emoji is read in linear time", () => {
  const started = performance.now();
  readSmallTalk(`${"👨‍👩‍👧".repeat(5000)}x!`);
  expect(performance.now() - started).toBeLessThan(1000);
});
