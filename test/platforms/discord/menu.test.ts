// The menus of a message read its words wherever Discord keeps them.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  directMessage,
  forwardOf,
  mention,
  menu,
  slashCommand,
} from "#test/support/fakes/discord/payloads.ts";
import { shown } from "#test/support/fakes/discord/rest.ts";
import type { Json } from "#test/support/fakes/discord/state.ts";
import { type Fixture, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(async () => {
  expect(fixture.server.state.violations).toEqual([]);
  await fixture.close();
});

const QUESTION = "What would be a red line for Iran's parliament?";
const ANSWER = /para\. 4 of 17/u;
const WORDS = "Khamenei launched a Twitter account in Azeri on 23 October.";
const until = (condition: () => boolean) => fixture.server.until(condition);

/** The reply to a menu of a message with these fields. */
async function replyTo(name: string, more: Json, content = ""): Promise<string> {
  const before = fixture.posted().length;
  menu(fixture.server, name, content, { more });
  await until(() => fixture.posted().length > before);
  return fixture.words();
}

const display = (content: string): Json => ({ type: 10, id: 1, content });
const V2 = { flags: 32_768 };
const places: readonly (readonly [string, (words: string) => Json])[] = [
  ["a forwarded message", (words) => forwardOf({ content: words })],
  ["an embed of a forwarded message", (words) => forwardOf({ embeds: [{ description: words }] })],
  ["the description of an embed", (words) => ({ embeds: [{ type: "rich", description: words }] })],
  ["the title of an embed", (words) => ({ embeds: [{ type: "rich", title: words }] })],
  ["a field of an embed", (words) => ({ embeds: [{ fields: [{ name: "They say", value: words }] }] })],
  ["a text display", (words) => ({ ...V2, components: [display(words)] })],
  [
    "a text display in a container",
    (words) => ({ ...V2, components: [{ type: 17, id: 2, components: [display(words)] }] }),
  ],
  [
    "the description of a file",
    (words) => ({
      attachments: [{ id: "1", filename: "page.png", size: 1, url: "x", proxy_url: "x", description: words }],
    }),
  ],
];

describe.each(places)("in %s", (_, fieldsOf) => {
  test("a quotation is checked", async () => {
    expect(await replyTo("Check quotations", fieldsOf(`"${WORDS}"`))).toMatch(/para\. 13/u);
  });

  test("a question is found", async () => {
    expect(await replyTo("Find in the reports", fieldsOf(QUESTION))).toMatch(ANSWER);
  });
});

describe("in a reply of Ibid itself", () => {
  /** The reply to the menu of the newest reply. */
  const replyToOwn = (name: string) => {
    const own = fixture.posted().at(-1);
    return replyTo(name, own === undefined ? {} : shown(fixture.server.state, own));
  };

  test("the quotation is checked, and nothing of the citation is taken for one", async () => {
    mention(fixture.server, QUESTION);
    await until(() => ANSWER.test(fixture.words()));
    expect(await replyToOwn("Check quotations")).toMatch(/^Exact\.\n.*para\. 4 of 17/su);
    mention(fixture.server, QUESTION);
    await until(() => ANSWER.test(fixture.words()));
    expect(await replyToOwn("Find in the reports")).toMatch(ANSWER);
  });

  test("two quoted paragraphs are two quotations", async () => {
    slashCommand(fixture.server, "cite", { reference: "12-13" });
    await until(() => fixture.words().includes("paras. 12-13"));
    expect(await replyToOwn("Check quotations")).toMatch(/^2 quotations: 2 exact\./u);
  });
});

test("a message without any words is told to have no text", async () => {
  for (const name of ["Check quotations", "Find in the reports"])
    expect(await replyTo(name, {})).toBe("That message has no text.");
  slashCommand(fixture.server, "verify", {});
  await until(() => fixture.words().startsWith("There is nothing to check."));
});

test("a question that is forwarded to the bot directly is answered", async () => {
  directMessage(fixture.server, "", { more: forwardOf({ content: QUESTION }) });
  await until(() => ANSWER.test(fixture.words()));
});
