// Answers the REST API as Discord does: routes, error codes, deadlines and nonces.
import { PermissionFlagsBits as Can } from "discord.js";
import { describeChannel } from "./gateway.ts";
import { describedProblems } from "./openapi.ts";
import {
  type Channel,
  DIRECT,
  type Interaction,
  type Json,
  nextId,
  permissionsIn,
  type State,
  type Stored,
} from "./state.ts";
import { callbackProblems, commandsProblems, messageProblems } from "./validate.ts";

export type Answer = Readonly<{ status: number; body?: unknown }>;

export type Call = Readonly<{
  state: State;
  path: readonly string[];
  query: URLSearchParams;
  body: Json;
  /** Called with every new message: the gateway sends an event for it. */
  created: (message: Stored) => void;
}>;

export type Route = Readonly<{
  name: string;
  method: string;
  /** `*` matches any segment. */
  path: string;
  /** Has a token in its path: needs no other, and does not count towards the bot's rate limit. */
  open?: true;
  /** Requests allowed within five seconds for the same channel or token. */
  bucket?: (state: State) => number;
  problems?: (body: Json) => readonly string[];
  run: (call: Call) => Answer;
}>;

const ok = (body: unknown): Answer => ({ status: 200, body });
const none: Answer = { status: 204 };

export function refuse(status: number, code: number, message: string, more: Json = {}): Answer {
  return { status, body: { code, message, ...more } };
}

const unknownChannel = refuse(404, 10_003, "Unknown Channel");
const unknownMessage = refuse(404, 10_008, "Unknown Message");
const unknownInteraction = refuse(404, 10_062, "Unknown interaction");
const missingAccess = refuse(403, 50_001, "Missing Access");
const missingPermissions = refuse(403, 50_013, "Missing Permissions");
const badToken = refuse(401, 50_027, "Invalid Webhook Token");

// In milliseconds. docs.discord.com/developers/interactions/receiving-and-responding: three seconds, fifteen minutes.
const MAX_RESPONSE_TIME = 3_000;
const MAX_TOKEN_AGE = 15 * 60 * 1000;
// Discord remembers a nonce for "the past few minutes"; two is a cautious reading.
const MAX_NONCE_AGE = 2 * 60 * 1000;

export const ROUTES: readonly Route[] = [
  {
    name: "application",
    method: "GET",
    path: "/applications/@me",
    run: ({ state }) => ok({ id: state.application }),
  },
  {
    name: "guilds",
    method: "GET",
    path: "/users/@me/guilds",
    run: ({ state }) =>
      ok(
        [...state.guilds.values()]
          .filter(({ members }) => members.has(state.bot.id))
          .map(({ id, name }) => ({ id, name, permissions: String(state.granted) })),
      ),
  },
  { name: "commands", method: "GET", path: "/applications/*/commands", run: listCommands },
  {
    name: "set commands",
    method: "PUT",
    path: "/applications/*/commands",
    problems: commandsProblems,
    run: setCommands,
  },
  { name: "commands", method: "GET", path: "/applications/*/guilds/*/commands", run: listCommands },
  {
    name: "set commands",
    method: "PUT",
    path: "/applications/*/guilds/*/commands",
    problems: commandsProblems,
    run: setCommands,
  },
  { name: "open direct", method: "POST", path: "/users/@me/channels", run: openDirect },
  { name: "member", method: "GET", path: "/guilds/*/members/*", run: getMember },
  {
    name: "callback",
    method: "POST",
    path: "/interactions/*/*/callback",
    open: true,
    problems: callbackProblems,
    run: callback,
  },
  {
    name: "follow up",
    method: "POST",
    path: "/webhooks/*/*",
    open: true,
    bucket: () => 30,
    problems: (body) => messageProblems(body, "webhook"),
    run: followUp,
  },
  {
    name: "edit",
    method: "PATCH",
    path: "/webhooks/*/*/messages/*",
    open: true,
    bucket: () => 30,
    problems: (body) => messageProblems(body, "webhook"),
    run: edit,
  },
  { name: "delete", method: "DELETE", path: "/webhooks/*/*/messages/*", open: true, run: remove },
  {
    name: "post",
    method: "POST",
    path: "/channels/*/messages",
    bucket: ({ channelLimit }) => channelLimit,
    problems: (body) => messageProblems(body, "create"),
    run: post,
  },
  { name: "channel", method: "GET", path: "/channels/*", run: getChannel },
  { name: "history", method: "GET", path: "/channels/*/messages", bucket: () => 50, run: history },
  { name: "react", method: "PUT", path: "/channels/*/messages/*/reactions/*/@me", run: react },
];

/** Validates the body by our rules and by Discord's description, then runs the route. */
export function runRoute(route: Route, method: string, path: string, call: Call): Answer {
  const problems = [...(route.problems?.(call.body) ?? []), ...describedProblems(method, path, call.body)];
  if (problems.length === 0 || route.problems === undefined) return route.run(call);
  call.state.violations.push(...problems.map((problem) => `${route.name}: ${problem}`));
  return refuse(400, 50_035, "Invalid Form Body", {
    errors: { _errors: problems.map((message) => ({ message })) },
  });
}

function placeOf({ path }: Call): string {
  return path[2] === "guilds" ? (path[3] ?? "") : "everywhere";
}

function listCommands(call: Call): Answer {
  const place = placeOf(call);
  if (place !== "everywhere" && !call.state.guilds.has(place)) return missingAccess;
  return ok(call.state.commands.get(place) ?? []);
}

/** Discord adds fields to the commands, and omits those that are false or empty. */
function setCommands(call: Call): Answer {
  const { state, body } = call;
  const place = placeOf(call);
  if (place !== "everywhere" && !state.guilds.has(place)) return missingAccess;
  const written = (body as unknown as readonly Json[]).map((command) => ({
    ...command,
    id: nextId(state),
    application_id: state.application,
    version: nextId(state),
    default_member_permissions: null,
    nsfw: false,
    ...(command.type === 1 && (command.options as Json[] | undefined)?.length === 0
      ? { options: undefined }
      : {}),
    ...(Array.isArray(command.options) && command.options.length > 0
      ? {
          options: command.options.map(({ required, ...option }: Json) =>
            required === true ? { ...option, required } : option,
          ),
        }
      : {}),
  }));
  state.commands.set(place, JSON.parse(JSON.stringify(written)));
  return ok(state.commands.get(place));
}

function getMember({ state, path }: Call): Answer {
  const guild = state.guilds.get(path[1] ?? "");
  const person = state.people.get(path[3] ?? "");
  if (guild === undefined) return missingAccess;
  if (person === undefined || !guild.members.has(person.id)) return refuse(404, 10_007, "Unknown Member");
  return ok({
    user: person,
    roles: [],
    joined_at: "2026-01-01T00:00:00Z",
    deaf: false,
    mute: false,
    flags: 0,
  });
}

function openDirect({ state, body }: Call): Answer {
  const person = state.people.get(String(body.recipient_id));
  if (person === undefined || person.bot) return refuse(400, 50_033, "Invalid Recipient(s)");
  return ok({ id: DIRECT, type: 1, recipients: [person] });
}

function callback(call: Call): Answer {
  const { state, path, body } = call;
  const interaction = state.interactions.get(path[2] ?? "");
  if (interaction === undefined || interaction.id !== path[1]) return unknownInteraction;
  const after = state.now() - interaction.createdAt;
  if (after > MAX_RESPONSE_TIME) return unknownInteraction;
  if (interaction.answered !== undefined)
    return refuse(400, 40_060, "Interaction has already been acknowledged.");
  interaction.answered = Number(body.type);
  interaction.answeredAfter = after;
  const data = (body.data ?? {}) as Json;
  if (body.type === 8) interaction.choices = data.choices as readonly Json[];
  if (body.type === 4 || body.type === 5)
    interaction.original = add(call, interaction, data, { pending: body.type === 5 }).id;
  return none;
}

function byToken({ state, path }: Call): Interaction | undefined {
  const interaction = state.interactions.get(path[2] ?? "");
  const isValid = interaction !== undefined && state.now() - interaction.createdAt <= MAX_TOKEN_AGE;
  return isValid && path[1] === state.application ? interaction : undefined;
}

function followUp(call: Call): Answer {
  const { state, body } = call;
  const interaction = byToken(call);
  if (interaction === undefined) return badToken;
  if (interaction.answered === undefined) return refuse(404, 10_015, "Unknown Webhook");
  const original = state.messages.findLast(({ id }) => id === interaction.original);
  // The first message after a deferral replaces it and has the same visibility.
  const stored =
    original?.pending === true
      ? write(original, body, state.now())
      : add(call, interaction, body, { pending: false });
  return ok(shown(state, stored));
}

function messageOf(call: Call): Stored | undefined {
  const interaction = byToken(call);
  const wanted = decodeURIComponent(call.path[4] ?? "");
  const id = wanted === "@original" ? interaction?.original : wanted;
  return call.state.messages.findLast((message) => message.id === id && !message.deleted);
}

function edit(call: Call): Answer {
  if (byToken(call) === undefined) return badToken;
  const message = messageOf(call);
  return message === undefined
    ? unknownMessage
    : ok(shown(call.state, write(message, call.body, call.state.now())));
}

function remove(call: Call): Answer {
  if (byToken(call) === undefined) return badToken;
  const message = messageOf(call);
  if (message === undefined) return unknownMessage;
  message.deleted = true;
  return none;
}

function write(message: Stored, body: Json, now: number): Stored {
  message.content = String(body.content ?? "");
  message.components = (body.components ?? []) as readonly Json[];
  message.flags = Number(body.flags ?? 0) | (message.flags & 64);
  message.allowedMentions = body.allowed_mentions as Json;
  message.pending = false;
  message.writes += 1;
  message.writtenAt = now;
  return message;
}

/** Adds a message of the bot to the channel of an interaction, where it needs no permission. */
function add(
  call: Call,
  { channel, user }: Interaction,
  data: Json,
  { pending }: { pending: boolean },
): Stored {
  const flags = Number(data.flags ?? 0);
  const onlyFor = (flags & 64) === 0 ? {} : { onlyFor: user };
  return store(call, { channel, flags, pending, ...onlyFor, ...fieldsOf(data) });
}

function fieldsOf(body: Json) {
  return {
    content: String(body.content ?? ""),
    components: (body.components ?? []) as readonly Json[],
    ...(body.allowed_mentions === undefined ? {} : { allowedMentions: body.allowed_mentions as Json }),
  };
}

type NewMessage = Pick<Stored, "channel" | "flags" | "pending" | "content" | "components"> & Partial<Stored>;

function store({ state, created }: Call, fields: NewMessage): Stored {
  const message: Stored = {
    id: nextId(state),
    author: state.bot.id,
    deleted: false,
    createdAt: state.now(),
    reactions: [],
    writes: fields.pending ? 0 : 1,
    writtenAt: state.now(),
    ...fields,
  };
  state.messages.push(message);
  created(message);
  return message;
}

/** The channel, or the error when the bot lacks a permission for it. */
function channelFor({ state, path }: Call, needed: bigint): Channel | Answer {
  const channel = state.channels.get(path[1] ?? "");
  if (channel === undefined) return unknownChannel;
  const permissions = permissionsIn(channel);
  if ((permissions & Can.ViewChannel) === 0n) return missingAccess;
  return (permissions & needed) === needed ? channel : missingPermissions;
}

function getChannel(call: Call): Answer {
  const channel = channelFor(call, 0n);
  if ("status" in channel) return channel;
  const recipients = [...call.state.people.values()].filter(({ bot }) => !bot).slice(0, 1);
  return ok(
    channel.kind === "direct" ? { id: DIRECT, type: 1, recipients } : describeChannel(call.state, channel),
  );
}

function post(call: Call): Answer {
  const { state, body } = call;
  const kind = state.channels.get(call.path[1] ?? "")?.kind;
  const channel = channelFor(call, kind === "thread" ? Can.SendMessagesInThreads : Can.SendMessages);
  if ("status" in channel) return channel;
  const reference = body.message_reference as Json | undefined;
  const replyTo = reference?.message_id === undefined ? undefined : String(reference.message_id);
  if (replyTo !== undefined && (permissionsIn(channel) & Can.ReadMessageHistory) === 0n)
    return refuse(400, 160_002, "Cannot reply without permission to read message history");
  const known = state.messages.findLast(({ id, deleted }) => id === replyTo && !deleted) !== undefined;
  if (replyTo !== undefined && !known && reference?.fail_if_not_exists !== false) return unknownMessage;
  const nonce = body.nonce === undefined ? undefined : String(body.nonce);
  const earlier = state.messages.findLast(
    (message) =>
      message.nonce === nonce &&
      message.author === state.bot.id &&
      state.now() - message.createdAt < MAX_NONCE_AGE,
  );
  if (nonce !== undefined && body.enforce_nonce === true && earlier !== undefined)
    return ok({ ...shown(state, earlier), nonce });
  const stored = store(call, {
    channel: channel.id,
    flags: Number(body.flags ?? 0),
    pending: false,
    ...fieldsOf(body),
    ...(nonce === undefined ? {} : { nonce }),
    ...(known && replyTo !== undefined ? { replyTo } : {}),
  });
  return ok({ ...shown(state, stored), ...(nonce === undefined ? {} : { nonce }) });
}

/** The newest messages before `before`, newest first. Without the permission to read history it is empty, not an error. */
function history(call: Call): Answer {
  const { state, query } = call;
  const channel = channelFor(call, 0n);
  if ("status" in channel) return channel;
  if ((permissionsIn(channel) & Can.ReadMessageHistory) === 0n) return ok([]);
  const before = query.get("before");
  const found = state.messages.filter(
    ({ id, channel: place, deleted, onlyFor }) =>
      place === channel.id &&
      !deleted &&
      onlyFor === undefined &&
      (before === null || BigInt(id) < BigInt(before)),
  );
  const page = found.slice(-Number(query.get("limit") ?? 50)).toReversed();
  return ok(
    page.map((message) => ({
      ...shown(state, message),
      ...(state.nonceInHistory && message.nonce !== undefined ? { nonce: message.nonce } : {}),
    })),
  );
}

function react(call: Call): Answer {
  const channel = channelFor(call, Can.AddReactions | Can.ReadMessageHistory);
  if ("status" in channel) return channel;
  const message = call.state.messages.findLast(({ id }) => id === call.path[3]);
  if (message === undefined) return unknownMessage;
  message.reactions.push(decodeURIComponent(call.path[5] ?? ""));
  return none;
}

/** A message as Discord returns it, every component with an id. */
export function shown(state: State, message: Stored): Json {
  let number = 0;
  const numbered = (component: Json): Json => {
    const id = component.id ?? ++number;
    const components = component.components as readonly Json[] | undefined;
    return {
      ...component,
      id,
      ...(components === undefined ? {} : { components: components.map(numbered) }),
    };
  };
  return {
    id: message.id,
    channel_id: message.channel,
    author: state.people.get(message.author),
    content: message.content,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    pinned: false,
    type: message.replyTo === undefined ? 0 : 19,
    flags: message.flags,
    components: message.components.map(numbered),
    ...(message.replyTo === undefined
      ? {}
      : { message_reference: { message_id: message.replyTo, channel_id: message.channel } }),
  };
}
