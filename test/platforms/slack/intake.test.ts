// What people send that is not as the documentation has it: old entries, messages without text, truncated payloads.
import { afterEach, beforeEach, expect, test } from "vitest";
import { directMessage, mention, shortcut, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import type { Post } from "#test/support/fakes/slack/state.ts";
import { ANSWER, type OpenSlack, QUESTION, serveSlack } from "./fixture.ts";

const QUOTATION = "Iran would fear intervention by Turkey in support of Azerbaijan";
const OUTDATED = /^Ibid no longer has this command\. \/ibid lists the current ones\./u;

let one: OpenSlack;

beforeEach(async () => {
  one = await serveSlack();
});

afterEach(async () => {
  expect(one.log.filter(({ level }) => level === "error")).toEqual([]);
  expect(one.server.state.violations).toEqual([]);
  await one.close();
});

async function nextPost(): Promise<Post> {
  const before = one.server.state.posts.length;
  await one.server.until(() => one.server.state.posts.length > before);
  return one.server.state.posts[before] as Post;
}

const nextWords = async () => readPost(await nextPost()).words;

/** Delivers to the app what an older one offered. */
function interact(payload: Readonly<Record<string, unknown>>) {
  return one.server.deliver("interactive", {
    user: { id: "U1", username: "ada", team_id: "T1" },
    team: { id: "T1", domain: "t" },
    ...payload,
  });
}

test("a command of an older app is acknowledged with what to do, and the log names it", async () => {
  const delivery = slashCommand(one.server, "/research", "What is a red line?");
  expect(await nextWords()).toMatch(OUTDATED);
  expect(delivery.ackedAfter).toBeDefined();
  expect(one.log).toContainEqual({ event: "slack.outdated", level: "warn", name: "/research" });
  expect(JSON.stringify(one.log)).not.toContain("red line");
});

test("a button that is run by buttons only cannot be typed", async () => {
  slashCommand(one.server, "/share", "");
  expect(await nextWords()).toMatch(OUTDATED);
});

const CHANNEL = { id: "C1", name: "general" };
const outdated: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  [
    "a message shortcut",
    { type: "message_action", callback_id: "summarise", channel: CHANNEL, message: { text: "x" } },
    "C1",
  ],
  ["a global shortcut, even with one of our names", { type: "shortcut", callback_id: "ask" }, "D1"],
  ["a form", { type: "view_submission", view: { id: "V1", callback_id: "settings" } }, "D1"],
  [
    "a dialog",
    { type: "dialog_submission", callback_id: "settings", channel: CHANNEL, submission: {} },
    "C1",
  ],
  [
    "a menu",
    { type: "block_actions", channel: CHANNEL, actions: [{ type: "static_select", action_id: "a" }] },
    "C1",
  ],
  [
    "a button",
    { type: "block_actions", channel: CHANNEL, actions: [{ type: "button", action_id: "a", value: "v1|x" }] },
    "C1",
  ],
  [
    "a button of an attachment",
    {
      type: "interactive_message",
      callback_id: "old",
      channel: CHANNEL,
      actions: [{ type: "button", name: "a", value: "cite?reference=4" }],
    },
    "C1",
  ],
];

test.each(outdated)(
  "%s of an older app is acknowledged, answered in private and logged",
  async (_, payload, channel) => {
    const delivery = interact(payload);
    const post = await nextPost();
    expect(readPost(post).words).toMatch(OUTDATED);
    expect(post.channel).toBe(channel);
    if (channel === "C1") expect(post.onlyFor).toBe("U1");
    expect(delivery.ackedAfter).toBeDefined();
    expect(one.log).toContainEqual(expect.objectContaining({ event: "slack.outdated" }));
  },
);

test("a form that is closed, and a menu that asks for options, are acknowledged and logged", async () => {
  const deliveries = [
    interact({ type: "view_closed", view: { id: "V1", callback_id: "settings" } }),
    interact({ type: "block_suggestion", action_id: "a", block_id: "b", value: "x" }),
  ];
  await one.server.until(() => deliveries.every(({ ackedAfter }) => ackedAfter !== undefined));
  expect(one.log.filter(({ event }) => event === "slack.unanswerable")).toHaveLength(2);
});

const rich = (type: string, text: string) => ({
  type: "rich_text",
  elements: [
    {
      type,
      elements: [
        { type: "text", text: text.slice(0, 9) },
        { type: "text", text: text.slice(9) },
      ],
    },
  ],
});
const wordless: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    "a message that is shared",
    { text: "", attachments: [{ is_share: true, text: QUOTATION, fallback: "[July] ben: x" }] },
  ],
  [
    "a feed's attachment with blocks",
    { text: "", attachments: [{ blocks: [{ type: "section", text: { type: "mrkdwn", text: QUOTATION } }] }] },
  ],
  ["an attachment with nothing but its fallback", { attachments: [{ fallback: QUOTATION }] }],
  ["rich text", { text: "", blocks: [rich("rich_text_section", QUOTATION)] }],
  ["a quotation in rich text", { blocks: [rich("rich_text_quote", QUOTATION)] }],
  [
    "a section",
    {
      text: "This content can't be displayed.",
      blocks: [{ type: "section", text: { type: "plain_text", text: QUOTATION } }],
    },
  ],
  ["a field", { text: "", blocks: [{ type: "section", fields: [{ type: "mrkdwn", text: QUOTATION }] }] }],
];

test.each(wordless)("a shortcut reads the words of %s", async (_, message) => {
  shortcut(one.server, "verify", message);
  const post = readPost(await nextPost());
  expect(post.words).toMatch(/^Exact\./u);
  expect(post.marked).toEqual([QUOTATION]);
});

test("a shortcut reads escaped characters, links and people as they were typed, and those of rich text as they are", async () => {
  shortcut(one.server, "ask", {
    blocks: [{ type: "section", text: { type: "mrkdwn", text: `${QUESTION} &lt;<@U2|ben>&gt;` } }],
  });
  expect(await nextWords()).toContain(ANSWER);
});

test("a shortcut on a message that has text reads that alone", async () => {
  shortcut(one.server, "verify", {
    text: QUOTATION,
    attachments: [{ text: '"Something else entirely, in quotation marks."' }],
  });
  expect(readPost(await nextPost()).words).toMatch(/^Exact\./u);
});

test.each([
  ["ask", { text: "", files: [{ id: "F1" }] }],
  ["verify", {}],
  [
    "verify",
    {
      text: "This content can't be displayed.",
      blocks: [{ type: "image", image_url: "https://x.test/a.png", alt_text: "" }],
    },
  ],
  [
    "ask",
    {
      text: " ",
      blocks: [
        { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Approve" } }] },
      ],
    },
  ],
])("a shortcut (%s) on a message without words says so", async (name, message) => {
  shortcut(one.server, name, message);
  const post = await nextPost();
  expect(readPost(post).words).toBe("That message has no text.");
  expect(post.onlyFor).toBe("U1");
});

test("the bot's name in a question is left out, also where the mention is labelled with it", async () => {
  // With the name left in, the first of these is "ibid thanks", which is no thanks.
  mention(one.server, "", { more: { text: "<@UBOT|ibid> thanks" } });
  await one.server.until(() => one.server.state.reactions.length === 1);
  mention(one.server, "", { more: { text: `<@UBOT|ibid>: ${QUESTION}` } });
  expect(await nextWords()).toContain(ANSWER);
});

test("a notice that can have no replies is answered in the channel instead of its thread", async () => {
  one.server.fault("chat.postMessage", { kind: "error", error: "cannot_reply_to_message" });
  mention(one.server, QUESTION);
  const post = await nextPost();
  expect(readPost(post).words).toContain(ANSWER);
  expect(post).toMatchObject({ channel: "C1" });
  expect(post.thread).toBeUndefined();
});

test("a mention without the time of its message is answered in its channel", async () => {
  mention(one.server, QUESTION, { more: { ts: undefined } });
  const post = await nextPost();
  expect(readPost(post).words).toContain(ANSWER);
  expect(post.thread).toBeUndefined();
  const delivery = mention(one.server, "thanks", { more: { ts: undefined } });
  await one.server.until(() => delivery.ackedAfter !== undefined);
});

// Bolt itself throws on a channel or a user that is null.
const broken: readonly (readonly [string, readonly unknown[]])[] = [
  ["channel", [undefined, 7, {}, []]],
  ["user", [undefined, 7, {}, []]],
  ["text", [undefined, null, 7, {}, []]],
  ["ts", [undefined, null, 7, {}, []]],
  ["channel_type", [undefined, null, 7, {}, []]],
];

test("whatever a payload lacks, the code does not throw, and the event is acknowledged", async () => {
  const deliveries = broken.flatMap(([field, values]) =>
    values.flatMap((value) => {
      const more = { [field]: value };
      const command = { ...more, [`${field}_id`]: value, trigger_id: value, response_url: value };
      const message = { type: "message_action", callback_id: "ask", trigger_id: value, message: value };
      const button = { type: "block_actions", actions: [{ type: "button", value }], container: value };
      return [
        mention(one.server, QUESTION, { more }),
        directMessage(one.server, QUESTION, { more }),
        slashCommand(one.server, "/ask", QUESTION, { more: command }),
        interact({ ...message, channel: { id: "C1", ...more } }),
        interact({ ...button, channel: { id: value } }),
      ];
    }),
  );
  await one.server.until(() => deliveries.every(({ ackedAfter }) => ackedAfter !== undefined));
  expect(one.log.filter(({ event }) => event === "slack.failed")).toEqual([]);
});
