// Validates a message as Slack does: blocks, fields, lengths, counts. A field that is not listed here is refused, so that
// a typo in a payload cannot pass. The numbers are those of the bot's table, which limits.test.ts checks against another.
import { LIMITS } from "#platforms/slack/limits.ts";

type Json = Readonly<Record<string, unknown>>;
type Check = (value: Json, path: string) => readonly string[];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fields(value: Json, path: string, allowed: Readonly<Record<string, boolean>>): string[] {
  const unknown = Object.keys(value).filter((key) => !(key in allowed));
  const missing = Object.keys(allowed).filter((key) => allowed[key] && value[key] === undefined);
  return [
    ...unknown.map((key) => `${path}: unknown field ${key}`),
    ...missing.map((key) => `${path}: missing field ${key}`),
  ];
}

function text(value: unknown, path: string, max: number, min = 1): string[] {
  if (typeof value !== "string") return [`${path}: must be a string`];
  return value.length < min || value.length > max
    ? [`${path}: must be ${min} to ${max} characters, is ${value.length}`]
    : [];
}

function each(
  value: unknown,
  path: string,
  { min, max, check }: { min: number; max: number; check: Check },
): string[] {
  if (!Array.isArray(value)) return [`${path}: must be a list`];
  const count =
    value.length < min || value.length > max
      ? [`${path}: must have ${min} to ${max} items, has ${value.length}`]
      : [];
  return [
    ...count,
    ...value.flatMap((item, index) =>
      isObject(item) ? check(item, `${path}/${index}`) : [`${path}/${index}: must be an object`],
    ),
  ];
}

const richElement: Check = (element, path) => {
  switch (element.type) {
    case "text":
      return [
        ...fields(element, path, { type: true, text: true, style: false }),
        ...text(element.text, `${path}/text`, 40_000),
        ...style(element.style, path),
      ];
    case "link":
      return [
        ...fields(element, path, { type: true, url: true, text: false, style: false }),
        ...text(element.url, `${path}/url`, LIMITS.address),
        ...style(element.style, path),
      ];
    // Mentions are valid; the tests count them when they read the message.
    case "user":
      return fields(element, path, { type: true, user_id: true, style: false });
    case "channel":
      return fields(element, path, { type: true, channel_id: true, style: false });
    case "usergroup":
      return fields(element, path, { type: true, usergroup_id: true, style: false });
    case "broadcast":
      return fields(element, path, { type: true, range: true, style: false });
    default:
      return [`${path}: unknown rich text element ${String(element.type)}`];
  }
};

function style(value: unknown, path: string): string[] {
  if (value === undefined) return [];
  return isObject(value)
    ? fields(value, `${path}/style`, { bold: false, italic: false, strike: false, code: false })
    : [`${path}/style: must be an object`];
}

const richBlock: Check = (element, path) => {
  if (!["rich_text_section", "rich_text_quote", "rich_text_preformatted"].includes(String(element.type)))
    return [`${path}: unknown rich text part`];
  return [
    ...fields(element, path, { type: true, elements: true, border: false }),
    ...each(element.elements, `${path}/elements`, { min: 1, max: 1000, check: richElement }),
  ];
};

const plainText = (value: unknown, path: string, max: number): string[] =>
  isObject(value) && value.type === "plain_text"
    ? [
        ...fields(value, path, { type: true, text: true, emoji: false }),
        ...text(value.text, `${path}/text`, max),
      ]
    : [`${path}: must be plain_text`];

const button: Check = (element, path) => {
  if (element.type !== "button") return [`${path}: unknown element ${String(element.type)}`];
  return [
    ...fields(element, path, {
      type: true,
      text: true,
      action_id: true,
      value: false,
      url: false,
      style: false,
      accessibility_label: false,
    }),
    ...plainText(element.text, `${path}/text`, LIMITS.buttonText),
    ...text(element.action_id, `${path}/action_id`, LIMITS.identifier),
    ...(element.value === undefined ? [] : text(element.value, `${path}/value`, LIMITS.buttonValue)),
  ];
};

const block: Check = (value, path) => {
  switch (value.type) {
    case "rich_text":
      return [
        ...fields(value, path, { type: true, elements: true, block_id: false }),
        ...each(value.elements, `${path}/elements`, { min: 1, max: 100, check: richBlock }),
      ];
    case "actions":
      return [
        ...fields(value, path, { type: true, elements: true, block_id: false }),
        ...each(value.elements, `${path}/elements`, { min: 1, max: LIMITS.actionElements, check: button }),
      ];
    default:
      return [`${path}: unsupported block ${String(value.type)}`];
  }
};

/** Reasons to refuse the blocks. */
export function blockProblems(blocks: unknown): readonly string[] {
  const problems = each(blocks, "blocks", { min: 1, max: LIMITS.blocks, check: block });
  const ids = JSON.stringify(blocks).match(/"action_id":"[^"]*"/gu) ?? [];
  return new Set(ids).size === ids.length ? problems : [...problems, "blocks: action_id is used twice"];
}

/** Characters of all blocks together, as Slack's undocumented ceiling seems to count them. */
export function blockCharacters(blocks: unknown): number {
  let sum = 0;
  JSON.stringify(blocks, (key, value) => {
    if (typeof value === "string" && (key === "text" || key === "url" || key === "value"))
      sum += value.length;
    return value;
  });
  return sum;
}
