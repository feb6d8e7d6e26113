import { expect, test } from "vitest";
import { LIMITS } from "#platforms/slack/limits.ts";
import { blockProblems } from "#test/support/fakes/slack/validate.ts";
import { readSpec } from "#test/support/specs.ts";

type Spec = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>> | number>>>>;

const spec = readSpec("slack-blocks/limits.json") as Spec | undefined;

const length = (of: string, field: string) => {
  const limits = spec?.[of]?.[field];
  return typeof limits === "object" ? (limits.max_length ?? limits.max_items) : limits;
};

test.skipIf(spec === undefined)("the limits agree with an independent table (needs IBID_SPECS)", () => {
  expect(LIMITS).toMatchObject({
    buttonText: length("button", "text"),
    buttonValue: length("button", "value"),
    address: length("button", "url"),
    identifier: length("action_id", "max_length"),
    actionElements: length("actions", "elements"),
  });
});

const fixture = (path: string) => readSpec(`slack-blocks/fixtures/valid/${path}.json`);

test.skipIf(spec === undefined)("the fake server accepts what Slack accepts (needs IBID_SPECS)", () => {
  const richText = (name: string) => ({ type: "rich_text", elements: [fixture(`rich_text/${name}`)] });
  const buttons = ["button_basic", "button_text_at_limit"].map((name) => fixture(`elements/${name}`));
  const blocks = [
    fixture("blocks/rich_text_block_basic"),
    richText("rich_text_quote_basic"),
    richText("rich_text_section_basic"),
    ...buttons.map((button) => ({ type: "actions", elements: [button] })),
  ];
  for (const block of blocks) expect(blockProblems([block]), JSON.stringify(block)).toEqual([]);
});

const text = (length: number) => ({ type: "plain_text", text: "x".repeat(length) });
const button = { type: "button", action_id: "a", text: text(1) };
const words = (elements: unknown) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const elements = [{ type: "text", text: "words" }];

test.each<[string, unknown]>([
  ["an unknown block", [{ type: "nonsense" }]],
  ["a block that the bot has no use for", [{ type: "section", text: { type: "mrkdwn", text: "*x*" } }]],
  ["an unknown field", [{ ...words(elements), colour: "red" }]],
  ["no block", []],
  ["51 blocks", new Array(51).fill(words(elements))],
  ["a section without elements", [words([])]],
  ["an empty text", [words([{ type: "text", text: "" }])]],
  ["an unknown style", [words([{ type: "text", text: "x", style: { underline: true } }])]],
  ["an unknown element", [words([{ type: "blink", text: "x" }])]],
  [
    "26 buttons",
    [
      {
        type: "actions",
        elements: Array.from({ length: 26 }, (_, index) => ({ ...button, action_id: `${index}` })),
      },
    ],
  ],
  ["no button", [{ type: "actions", elements: [] }]],
  ["a label of 76 characters", [{ type: "actions", elements: [{ ...button, text: text(76) }] }]],
  ["a label that is empty", [{ type: "actions", elements: [{ ...button, text: text(0) }] }]],
  ["a value of 2,001 characters", [{ type: "actions", elements: [{ ...button, value: "x".repeat(2001) }] }]],
  ["an id of 256 characters", [{ type: "actions", elements: [{ ...button, action_id: "x".repeat(256) }] }]],
  ["two buttons of one id", [{ type: "actions", elements: [button, button] }]],
  ["an address of 3,001 characters", [words([{ type: "link", url: `https://x.test/${"y".repeat(2987)}` }])]],
])("the fake server refuses %s", (_, blocks) => {
  expect(blockProblems(blocks)).not.toEqual([]);
});
