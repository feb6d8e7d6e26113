// What Discord refuses in a body, by hand: what its own description of the API leaves out, and unknown fields besides.
// Numbers from docs.discord.com/developers.
import type { Json } from "./state.ts";

const V2 = 32_768;
const EPHEMERAL = 64;
const SUPPRESS_EMBEDS = 4;
const SUPPRESS_NOTIFICATIONS = 4096;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fields(value: Json, at: string, allowed: string): string[] {
  const known = allowed.split(" ");
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${at}: unknown field ${key}`);
}

function text(value: unknown, at: string, least: number, most: number): string[] {
  if (typeof value !== "string") return [`${at}: must be a string`];
  const length = [...value].length;
  return length < least || length > most ? [`${at}: must be ${least} to ${most} long, is ${length}`] : [];
}

function list(
  value: unknown,
  at: string,
  least: number,
  most: number,
): { items: Json[]; problems: string[] } {
  if (!Array.isArray(value)) return { items: [], problems: [`${at}: must be a list`] };
  const items = value.filter(isObject);
  const problems =
    value.length < least || value.length > most
      ? [`${at}: must have ${least} to ${most} items, has ${value.length}`]
      : [];
  return {
    items,
    problems: items.length === value.length ? problems : [...problems, `${at}: must hold objects`],
  };
}

// What a message body may hold. The last three of a webhook's are sent by the library and ignored by Discord.
const MESSAGE = "content tts embeds components allowed_mentions flags attachments poll";
const FIELDS = {
  create: `${MESSAGE} nonce enforce_nonce message_reference sticker_ids`,
  webhook: `${MESSAGE} username avatar_url thread_name applied_tags nonce enforce_nonce`,
  callback: `${MESSAGE} nonce enforce_nonce`,
} as const;

/** Every reason to refuse the body of a message, or none. */
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
    ...items.flatMap((item, at) => componentProblem(item, `components/${at}`, isV2)),
    ...(nested.length > 40 ? [`components: ${nested.length} in all, 40 allowed`] : []),
    ...(characters > 4000 ? [`components: ${characters} characters, 4000 allowed`] : []),
    ...(new Set(customIds).size < customIds.length ? ["components: custom_id is used twice"] : []),
    ...(new Set(numbers).size < numbers.length ? ["components: id is used twice"] : []),
  ];
}

function componentProblem(item: Json, at: string, isV2: boolean): string[] {
  const numbered =
    item.id === undefined || (Number.isInteger(item.id) && Number(item.id) >= 0 && Number(item.id) < 2 ** 31)
      ? []
      : [`${at}/id: must fit 31 bits`];
  if (item.type === TEXT)
    return [
      ...numbered,
      ...fields(item, at, "type id content"),
      ...(isV2 ? [] : [`${at}: text needs the flag of components`]),
      // Blanks alone are taken off and leave nothing.
      ...text(String(item.content ?? "").trim(), `${at}/content`, 1, 4000),
    ];
  if (item.type !== ROW) return [`${at}: unsupported component ${String(item.type)}`];
  const { items, problems } = list(item.components, `${at}/components`, 1, 5);
  return [
    ...numbered,
    ...fields(item, at, "type id components"),
    ...problems,
    ...items.flatMap((button, index) => buttonProblem(button, `${at}/components/${index}`)),
  ];
}

function buttonProblem(button: Json, at: string): string[] {
  if (button.type !== BUTTON) return [`${at}: unsupported component ${String(button.type)}`];
  return [
    ...fields(button, at, "type id style label custom_id disabled emoji"),
    ...([1, 2, 3, 4].includes(Number(button.style)) ? [] : [`${at}/style: must be 1 to 4`]),
    ...text(button.custom_id, `${at}/custom_id`, 1, 100),
    ...text(String(button.label ?? "").trim(), `${at}/label`, 1, 80),
  ];
}

/** The first answer to an interaction, by the kind that it is. */
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
        ...items.flatMap((choice, at) => [
          ...fields(choice, `choices/${at}`, "name value name_localizations"),
          ...text(choice.name, `choices/${at}/name`, 1, 100),
          ...text(choice.value, `choices/${at}/value`, 0, 100),
        ]),
      ];
    }
    default:
      return [...base, `callback/type: unsupported ${String(body.type)}`];
  }
}

const NAME = /^[-_\p{Ll}\p{N}]{1,32}$/u;

/** A list of commands that replaces the registered ones. */
export function commandsProblems(body: unknown): readonly string[] {
  const { items, problems } = list(body, "commands", 0, 115);
  const names = items.map(({ type = 1, name }) => `${type} ${name}`);
  return [
    ...problems,
    ...(new Set(names).size < names.length ? ["commands: a name is used twice"] : []),
    ...items.flatMap((item, at) => commandProblems(item, `commands/${at}`)),
  ];
}

function commandProblems(command: Json, at: string): string[] {
  const base = fields(
    command,
    at,
    "type name description options contexts integration_types default_member_permissions nsfw",
  );
  if (command.type === 3)
    return [
      ...base,
      ...text(command.name, `${at}/name`, 1, 32),
      ...(command.description || command.options ? [`${at}: a menu has a name only`] : []),
    ];
  const { items, problems } = list(command.options ?? [], `${at}/options`, 0, 25);
  const firstOptional = items.findIndex(({ required }) => required !== true);
  const late = items.some(
    ({ required }, index) => required === true && firstOptional !== -1 && index > firstOptional,
  );
  return [
    ...base,
    ...problems,
    ...(NAME.test(String(command.name)) ? [] : [`${at}/name: ${String(command.name)}`]),
    ...text(command.description, `${at}/description`, 1, 100),
    ...(late ? [`${at}/options: required ones come first`] : []),
    ...items.flatMap((option, index) => optionProblems(option, `${at}/options/${index}`)),
  ];
}

function optionProblems(option: Json, at: string): string[] {
  const { items, problems } = list(option.choices ?? [], `${at}/choices`, 0, 25);
  return [
    ...fields(option, at, "type name description required choices autocomplete min_length max_length"),
    ...(option.type === 3 ? [] : [`${at}/type: unsupported ${String(option.type)}`]),
    ...(NAME.test(String(option.name)) ? [] : [`${at}/name: ${String(option.name)}`]),
    ...text(option.description, `${at}/description`, 1, 100),
    ...(option.autocomplete === true && option.choices !== undefined
      ? [`${at}: choices and autocomplete`]
      : []),
    ...problems,
    ...items.flatMap((choice, index) => [
      ...fields(choice, `${at}/choices/${index}`, "name value"),
      ...text(choice.name, `${at}/choices/${index}/name`, 1, 100),
      ...text(choice.value, `${at}/choices/${index}/value`, 1, 100),
    ]),
  ];
}
