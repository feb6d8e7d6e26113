// What Slack refuses in a message: unknown blocks and fields, lengths, counts. Strict: a field that is not listed here is
// refused, so that a typo in a payload cannot pass. Numbers are those of the limits table.
import { LIMITS } from "#platforms/slack/limits.ts";

type Json = Readonly<Record<string, unknown>>;
type Check = (value: Json, at: string) => readonly string[];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fields(value: Json, at: string, allowed: Readonly<Record<string, boolean>>): string[] {
  const unknown = Object.keys(value).filter((key) => !(key in allowed));
  const missing = Object.keys(allowed).filter((key) => allowed[key] && value[key] === undefined);
  return [
    ...unknown.map((key) => `${at}: unknown field ${key}`),
    ...missing.map((key) => `${at}: missing field ${key}`),
  ];
}

function text(value: unknown, at: string, most: number, least = 1): string[] {
  if (typeof value !== "string") return [`${at}: must be a string`];
  return value.length < least || value.length > most
    ? [`${at}: must be ${least} to ${most} characters, is ${value.length}`]
    : [];
}

function each(
  value: unknown,
  at: string,
  { least, most, check }: { least: number; most: number; check: Check },
): string[] {
  if (!Array.isArray(value)) return [`${at}: must be a list`];
  const count =
    value.length < least || value.length > most
      ? [`${at}: must have ${least} to ${most} items, has ${value.length}`]
      : [];
  return [
    ...count,
    ...value.flatMap((item, index) =>
      isObject(item) ? check(item, `${at}/${index}`) : [`${at}/${index}: must be an object`],
    ),
  ];
}

const richElement: Check = (element, at) => {
  switch (element.type) {
    case "text":
      return [
        ...fields(element, at, { type: true, text: true, style: false }),
        ...text(element.text, `${at}/text`, 40_000),
        ...style(element.style, at),
      ];
    case "link":
      return [
        ...fields(element, at, { type: true, url: true, text: false, style: false }),
        ...text(element.url, `${at}/url`, LIMITS.address),
        ...style(element.style, at),
      ];
    // Slack takes what calls people as well; whoever reads the message counts it.
    case "user":
      return fields(element, at, { type: true, user_id: true, style: false });
    case "channel":
      return fields(element, at, { type: true, channel_id: true, style: false });
    case "usergroup":
      return fields(element, at, { type: true, usergroup_id: true, style: false });
    case "broadcast":
      return fields(element, at, { type: true, range: true, style: false });
    default:
      return [`${at}: unknown rich text element ${String(element.type)}`];
  }
};

function style(value: unknown, at: string): string[] {
  if (value === undefined) return [];
  return isObject(value)
    ? fields(value, `${at}/style`, { bold: false, italic: false, strike: false, code: false })
    : [`${at}/style: must be an object`];
}

const richBlock: Check = (element, at) => {
  if (!["rich_text_section", "rich_text_quote", "rich_text_preformatted"].includes(String(element.type)))
    return [`${at}: unknown rich text part`];
  return [
    ...fields(element, at, { type: true, elements: true, border: false }),
    ...each(element.elements, `${at}/elements`, { least: 1, most: 1000, check: richElement }),
  ];
};

const plainText = (value: unknown, at: string, most: number): string[] =>
  isObject(value) && value.type === "plain_text"
    ? [
        ...fields(value, at, { type: true, text: true, emoji: false }),
        ...text(value.text, `${at}/text`, most),
      ]
    : [`${at}: must be plain_text`];

const button: Check = (element, at) => {
  if (element.type !== "button") return [`${at}: unknown element ${String(element.type)}`];
  return [
    ...fields(element, at, {
      type: true,
      text: true,
      action_id: true,
      value: false,
      url: false,
      style: false,
      accessibility_label: false,
    }),
    ...plainText(element.text, `${at}/text`, LIMITS.buttonText),
    ...text(element.action_id, `${at}/action_id`, LIMITS.identifier),
    ...(element.value === undefined ? [] : text(element.value, `${at}/value`, LIMITS.buttonValue)),
  ];
};

const block: Check = (value, at) => {
  switch (value.type) {
    case "rich_text":
      return [
        ...fields(value, at, { type: true, elements: true, block_id: false }),
        ...each(value.elements, `${at}/elements`, { least: 1, most: 100, check: richBlock }),
      ];
    case "actions":
      return [
        ...fields(value, at, { type: true, elements: true, block_id: false }),
        ...each(value.elements, `${at}/elements`, { least: 1, most: LIMITS.actionElements, check: button }),
      ];
    default:
      return [`${at}: unsupported block ${String(value.type)}`];
  }
};

/** Every reason to refuse the blocks, or none. */
export function blockProblems(blocks: unknown): readonly string[] {
  const problems = each(blocks, "blocks", { least: 1, most: LIMITS.blocks, check: block });
  const ids = JSON.stringify(blocks).match(/"action_id":"[^"]*"/gu) ?? [];
  return new Set(ids).size === ids.length ? problems : [...problems, "blocks: action_id is used twice"];
}

/** Characters of all blocks together, as they count towards Slack's undocumented ceiling. */
export function blockCharacters(blocks: unknown): number {
  let sum = 0;
  JSON.stringify(blocks, (key, value) => {
    if (typeof value === "string" && (key === "text" || key === "url" || key === "value"))
      sum += value.length;
    return value;
  });
  return sum;
}
