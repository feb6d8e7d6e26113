import { expect, test } from "vitest";
import type { Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/console/render.ts";
import { createFixture, invocation, messageFor } from "#test/support/bot-fixture.ts";
import { replies } from "#test/support/replies.ts";

const fixture = await createFixture();

test.each(Object.entries(replies))("%s reads as in its golden file", async (name, [command, args]) => {
  const message = await messageFor(fixture, invocation(command, args, "direct"));
  await expect(renderMessage(message, { styled: false })).toMatchFileSnapshot(
    `../golden/console/${name}.txt`,
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removes the terminal styles
  const unstyled = rendered.replace(/\u001B\[\d+m/gu, "");
  expect(unstyled.split("\n").every((line) => line.length <= 24)).toBe(true);
  expect(unstyled.replaceAll("\n", " ").trim()).toBe("plain words and a marked sentence of some length");
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

test("a word that is marked in part is not broken where the mark ends", () => {
  const runs = [
    { text: "a plan that is " },
    { text: "drone", mark: "match" as const },
    { text: "-based, they say" },
  ];
  const message: Message = { ...quoted, blocks: [{ kind: "text", runs }] };
  expect(renderMessage(message, { styled: false, columns: 22 })).toBe(
    "a plan that is\n**drone**-based, they\nsay\n",
  );
});
