// Validates request bodies by Discord's documented rules that its OpenAPI description lacks, and refuses unknown fields.
// Numbers are from docs.discord.com/developers, written down independently of the bot's own table.
import type { Json } from "./state.ts";

const V2 = 32_768;
const EPHEMERAL = 64;
const SUPPRESS_EMBEDS = 4;
const SUPPRESS_NOTIFICATIONS = 4096;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fields(value: Json, path: string, allowed: string): string[] {
  const known = allowed.split(" ");
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${path}: unknown field ${key}`);
}

function text(value: unknown, path: string, min: number, max: number): string[] {
  if (typeof value !== "string") return [`${path}: must be a string`];
  const length = [...value].length;
  return length < min || length > max ? [`${path}: must be ${min} to ${max} long, is ${length}`] : [];
}

function list(value: unknown, path: string, min: number, max: number): { items: Json[]; problems: string[] } {
  if (!Array.isArray(value)) return { items: [], problems: [`${path}: must be a list`] };
  const items = value.filter(isObject);
  const problems =
    value.length < min || value.length > max
      ? [`${path}: must have ${min} to ${max} items, has ${value.length}`]
      : [];
  return {
    items,
    problems: items.length === value.length ? problems : [...problems, `${path}: must contain objects`],
  };
}

// The fields of a message. The library adds the last three of a webhook's, which Discord ignores.
const MESSAGE = "content tts embeds components allowed_mentions flags attachments poll";
const FIELDS = {
  create: `${MESSAGE} nonce enforce_nonce message_reference sticker_ids`,
  webhook: `${MESSAGE} username avatar_url thread_name applied_tags nonce enforce_nonce`,
  callback: `${MESSAGE} nonce enforce_nonce`,
} as const;

/** Reasons to refuse the body of a message. */
export function messageProblems(body: Json, kind: keyof typeof FIELDS): readonly string[] {
  const { content, embeds, components, flags = 0, nonce, enforce_nonce } = body;
  const isV2 = (Number(flags) & V2) !== 0;
  const allowed =
    kind === "create" ? [SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS] : [SUPPRESS_EMBEDS, EPHEMERAL];
  const unknownFlags = allowed.reduce((rest, flag) => rest & ~flag, Number(flags) & ~V2);
  const isEmpty = !content && !(embeds as [])?.length && !(components as [])?.length;
  return [
    ...fields(body, "message", FIELDS[kind]),
    ...(unknownFlags === 0 ? [] : [`message/flags: ${unknownFlags} is not allowed here`]),
    ...(content === undefined || content === null ? [] : text(content, "message/content", 0, 2000)),
    ...embedProblems(embeds),
    ...(components === undefined ? [] : componentProblems(components, isV2)),
    ...(isV2 && (content || (embeds as [])?.length || body.poll) ? ["message: components with content"] : []),
    ...(isEmpty ? ["message: cannot be empty"] : []),
    ...(nonce === undefined ? [] : text(String(nonce), "message/nonce", 1, 25)),
    ...(enforce_nonce === true && nonce === undefined ? ["message/nonce: is needed to be enforced"] : []),
  ];
}

function embedProblems(embeds: unknown): string[] {
  if (embeds === undefined || embeds === null) return [];
  const { items, problems } = list(embeds, "embeds", 0, 10);
  let sum = 0;
  JSON.stringify(items, (key, value) => {
    if (typeof value === "string" && ["title", "description", "name", "value", "text"].includes(key))
      sum += value.length;
    return value;
  });
  return sum > 6000 ? [...problems, `embeds: ${sum} characters, 6000 allowed`] : problems;
}

const TEXT = 10;
const ROW = 1;
const BUTTON = 2;

function componentProblems(components: unknown, isV2: boolean): string[] {
  const { items, problems } = list(components, "components", 0, isV2 ? 40 : 5);
  const nested = items.flatMap((item) => [item, ...((item.components as Json[] | undefined) ?? [])]);
  const characters = nested.reduce((sum, { content }) => sum + String(content ?? "").length, 0);
  const customIds = nested.flatMap(({ custom_id }) => custom_id ?? []);
  const numbers = nested.flatMap(({ id }) => id ?? []);
  return [
    ...problems,
    ...items.flatMap((item, index) => componentProblem(item, `components/${index}`, isV2)),
    ...(nested.length > 40 ? [`components: ${nested.length} in all, 40 allowed`] : []),
    ...(characters > 4000 ? [`components: ${characters} characters, 4000 allowed`] : []),
    ...(new Set(customIds).size < customIds.length ? ["components: custom_id is used twice"] : []),
    ...(new Set(numbers).size < numbers.length ? ["components: id is used twice"] : []),
  ];
}

function componentProblem(item: Json, path: string, isV2: boolean): string[] {
  const numbered =
    item.id === undefined || (Number.isInteger(item.id) && Number(item.id) >= 0 && Number(item.id) < 2 ** 31)
      ? []
      : [`${path}/id: must fit 31 bits`];
  if (item.type === TEXT)
    return [
      ...numbered,
      ...fields(item, path, "type id content"),
      ...(isV2 ? [] : [`${path}: text needs the flag of components`]),
      // Discord trims spaces, so text of spaces only is empty.
      ...text(String(item.content ?? "").trim(), `${path}/content`, 1, 4000),
    ];
  if (item.type !== ROW) return [`${path}: unsupported component ${String(item.type)}`];
  const { items, problems } = list(item.components, `${path}/components`, 1, 5);
  return [
    ...numbered,
    ...fields(item, path, "type id components"),
    ...problems,
    ...items.flatMap((button, index) => buttonProblem(button, `${path}/components/${index}`)),
  ];
}

function buttonProblem(button: Json, path: string): string[] {
  if (button.type !== BUTTON) return [`${path}: unsupported component ${String(button.type)}`];
  return [
    ...fields(button, path, "type id style label custom_id disabled emoji"),
    ...([1, 2, 3, 4].includes(Number(button.style)) ? [] : [`${path}/style: must be 1 to 4`]),
    ...text(button.custom_id, `${path}/custom_id`, 1, 100),
    ...text(String(button.label ?? "").trim(), `${path}/label`, 1, 80),
  ];
}

/** Reasons to refuse the first response to an interaction, by its type. */
export function callbackProblems(body: Json): readonly string[] {
  const data = isObject(body.data) ? body.data : undefined;
  const base = fields(body, "callback", "type data");
  switch (body.type) {
    case 4:
      return [...base, ...messageProblems(data ?? {}, "callback")];
    case 5: {
      const flags = Number(data?.flags ?? 0);
      return [...base, ...((flags & ~EPHEMERAL) === 0 ? [] : [`callback/data/flags: ${flags}`])];
    }
    case 6:
      return data === undefined ? base : [...base, "callback: takes no data"];
    case 8: {
      const { items, problems } = list(data?.choices, "callback/data/choices", 0, 25);
      return [
        ...base,
        ...problems,
        ...items.flatMap((choice, index) => [
          ...fields(choice, `choices/${index}`, "name value name_localizations"),
          ...text(choice.name, `choices/${index}/name`, 1, 100),
          ...text(choice.value, `choices/${index}/value`, 0, 100),
        ]),
      ];
    }
    default:
      return [...base, `callback/type: unsupported ${String(body.type)}`];
  }
}

const NAME = /^[-_\p{Ll}\p{N}]{1,32}$/u;

/** Reasons to refuse a list of commands that would replace the registered ones. */
export function commandsProblems(body: unknown): readonly string[] {
  const { items, problems } = list(body, "commands", 0, 115);
  const names = items.map(({ type = 1, name }) => `${type} ${name}`);
  return [
    ...problems,
    ...(new Set(names).size < names.length ? ["commands: a name is used twice"] : []),
    ...items.flatMap((item, index) => commandProblems(item, `commands/${index}`)),
  ];
}

function commandProblems(command: Json, path: string): string[] {
  const base = fields(
    command,
    path,
    "type name description options contexts integration_types default_member_permissions nsfw",
  );
  if (command.type === 3)
    return [
      ...base,
      ...text(command.name, `${path}/name`, 1, 32),
      ...(command.description || command.options ? [`${path}: a menu has a name only`] : []),
    ];
  const { items, problems } = list(command.options ?? [], `${path}/options`, 0, 25);
  const firstOptional = items.findIndex(({ required }) => required !== true);
  const late = items.some(
    ({ required }, index) => required === true && firstOptional !== -1 && index > firstOptional,
  );
  return [
    ...base,
    ...problems,
    ...(NAME.test(String(command.name)) ? [] : [`${path}/name: ${String(command.name)}`]),
    ...text(command.description, `${path}/description`, 1, 100),
    ...(late ? [`${path}/options: required ones come first`] : []),
    ...items.flatMap((option, index) => optionProblems(option, `${path}/options/${index}`)),
  ];
}

function optionProblems(option: Json, path: string): string[] {
  const { items, problems } = list(option.choices ?? [], `${path}/choices`, 0, 25);
  return [
    ...fields(option, path, "type name description required choices autocomplete min_length max_length"),
    ...(option.type === 3 ? [] : [`${path}/type: unsupported ${String(option.type)}`]),
    ...(NAME.test(String(option.name)) ? [] : [`${path}/name: ${String(option.name)}`]),
    ...text(option.description, `${path}/description`, 1, 100),
    ...(option.autocomplete === true && option.choices !== undefined
      ? [`${path}: choices and autocomplete`]
      : []),
    ...problems,
    ...items.flatMap((choice, index) => [
      ...fields(choice, `${path}/choices/${index}`, "name value"),
      ...text(choice.name, `${path}/choices/${index}/name`, 1, 100),
      ...text(choice.value, `${path}/choices/${index}/value`, 1, 100),
    ]),
  ];
}
