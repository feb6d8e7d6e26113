import { expect, test } from "vitest";
import type { Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/console/render.ts";
import { createWorld, invocation, messageFor } from "../../bot/world.ts";

const world = await createWorld();

const replies = {
  answer: ["ask", { question: "What would be a red line for Iran's parliament?" }],
  closest: ["ask", { question: "How is the ayatollah courting northern neighbours online?" }],
  mended: ["ask", { question: "yotube chanels blocked" }],
  field: ["ask", { question: "who wrote this?" }],
  refusal: ["ask", { question: "which US sanctions apply to the huseyniyyun?" }],
  greeting: ["ask", { question: "hello" }],
  cite: ["cite", { reference: "12" }],
  choices: ["cite", { reference: "Implications" }],
  context: ["context", { reference: "17" }],
  reports: ["reports", {}],
  help: ["ibid", {}],
  status: ["ibid", { topic: "status" }],
  range: ["cite", { reference: "12-13" }],
  exact: ["verify", { text: "Iran would fear intervention by Turkey in support of Azerbaijan" }],
  "same-words": ["verify", { text: "Iran would fear intervention, by Turkey in support of Azerbaijan" }],
  altered: ["verify", { text: "the conflict is likely to erupt into an overt military clash" }],
  absent: ["verify", { text: "the quick brown fox jumps over the lazy dog" }],
  quotations: [
    "verify",
    {
      text: 'He says "Iran would fear intervention by Turkey" and "Iran would welcome intervention by Turkey".',
    },
  ],
  usage: ["cite", { reference: "99" }],
} as const;

test.each(Object.entries(replies))("%s reads as in its golden file", async (name, [command, args]) => {
  const message = await messageFor(world, invocation(command, args, "direct"));
  await expect(renderMessage(message, { styled: false })).toMatchFileSnapshot(
    `../../golden/console/${name}.txt`,
  );
});

const quoted: Message = {
  audience: "asker",
  summary: "",
  blocks: [
    {
      kind: "text",
      runs: [{ text: "plain words and " }, { text: "a marked sentence of some length", mark: "match" }],
    },
  ],
};

test("on a terminal lines are wrapped to its width and marks are styles", () => {
  const rendered = renderMessage(quoted, { styled: true, columns: 24 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are what is removed
  const bare = rendered.replace(/\u001B\[\d+m/gu, "");
  expect(bare.split("\n").every((line) => line.length <= 24)).toBe(true);
  expect(bare.replaceAll("\n", " ").trim()).toBe("plain words and a marked sentence of some length");
  expect(rendered).toContain("\u001B[1m");
  expect(rendered).not.toContain("**");
});

test("control characters of a report never reach the terminal", () => {
  const hostile: Message = {
    ...quoted,
    blocks: [{ kind: "text", runs: [{ text: "a\u001B[2Jb\u0007c\u202Ed\r\ne" }] }],
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must be absent
  expect(renderMessage(hostile, { styled: false }).trimEnd()).not.toMatch(/[\u0000-\u001F\u202E]/u);
});
