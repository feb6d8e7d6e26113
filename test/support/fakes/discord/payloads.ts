// The actions of people in Discord, as the events that Discord sends for them.
import { describeChannel } from "./gateway.ts";
import { shown } from "./rest.ts";
import type { DiscordServer } from "./server.ts";
import {
  ADA,
  BEN,
  CHANNEL,
  DIRECT,
  EVERYBODY,
  GUILD,
  type Interaction,
  type Json,
  nextId,
  permissionsIn,
  type State,
  type Stored,
} from "./state.ts";

type Where = Readonly<{
  channel?: string;
  user?: string;
  /** Permission bits that this person has in addition to those of everybody. */
  permissions?: bigint;
}>;

const MESSAGE_CONTENT = 1 << 15;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;

function whereOf(state: State, { channel = CHANNEL, user = ADA, permissions = 0n }: Where) {
  const place = state.channels.get(channel);
  if (place === undefined) throw new Error(`no channel ${channel}`);
  const person = state.people.get(user);
  const granted = EVERYBODY | permissions;
  const member = {
    roles: [],
    joined_at: "2026-01-01T00:00:00Z",
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
  };
  const inGuild = {
    guild_id: place.guild,
    member: { ...member, user: person, permissions: String(granted) },
  };
  return { place, person, member, asked: place.guild === undefined ? { user: person } : inGuild };
}

/** An event that was sent to the bot; `confirmed` once a heartbeat has acknowledged it. */
export type SentEvent = Readonly<{ type: string; payload: Json; confirmed: () => boolean }>;
export type SentInteraction = SentEvent & Readonly<{ interaction: Interaction }>;

function interact(
  server: DiscordServer,
  type: number,
  data: Json,
  where: Where,
  more: Json = {},
): SentInteraction {
  const { state, gateway } = server;
  const { place, asked } = whereOf(state, where);
  const interaction: Interaction = {
    id: nextId(state),
    token: `${"aW50ZXJhY3Rpb246".repeat(4)}${nextId(state)}`,
    type,
    user: where.user ?? ADA,
    channel: place.id,
    createdAt: state.now(),
    ...(more.message === undefined ? {} : { original: String((more.message as Json).id) }),
  };
  state.interactions.set(interaction.token, interaction);
  const payload = {
    id: interaction.id,
    application_id: state.application,
    type,
    token: interaction.token,
    version: 1,
    channel_id: place.id,
    channel: {
      id: place.id,
      type: { text: 0, thread: 11, direct: 1 }[place.kind],
      ...(place.guild === undefined
        ? { recipients: [state.bot] }
        : { guild_id: place.guild, name: place.name }),
    },
    app_permissions: String(permissionsIn(place)),
    locale: "en-US",
    guild_locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: { 0: place.guild ?? "0" },
    context: place.guild === undefined ? 1 : 0,
    attachment_size_limit: 10_485_760,
    ...asked,
    data,
    ...more,
  };
  const name = "INTERACTION_CREATE";
  return { interaction, type: name, payload, confirmed: gateway.dispatch(name, () => payload) };
}

/** Sends an event again, as may happen after a lost connection. */
export function repeat(server: DiscordServer, { type, payload }: SentEvent): SentEvent {
  return { type, payload, confirmed: server.gateway.dispatch(type, () => payload) };
}

const typed = (options: Readonly<Record<string, string>>) =>
  Object.entries(options).map(([name, value]) => ({ name, type: 3, value }));

export function slashCommand(
  server: DiscordServer,
  name: string,
  options: Readonly<Record<string, string>> = {},
  where: Where = {},
): SentInteraction {
  const data = { id: nextId(server.state), name, type: 1, options: typed(options) };
  return interact(server, 2, data, where);
}

/** Asks for suggestions while the option is typed. */
export function autocomplete(
  server: DiscordServer,
  name: string,
  option: string,
  value: string,
  where: Where = {},
): SentInteraction {
  const focused = { name: option, type: 3, value, focused: true };
  return interact(server, 4, { id: nextId(server.state), name, type: 1, options: [focused] }, where);
}

/** A command of the menu of another person's message: Discord delivers the whole message. `more`: its further fields. */
export function menu(
  server: DiscordServer,
  name: string,
  content: string,
  { more = {}, ...where }: Where & Readonly<{ more?: Json }> = {},
): SentInteraction {
  const { state } = server;
  const { place } = whereOf(state, where);
  const described = describeMessage(state, { content, user: BEN, channel: place.id, id: nextId(state) });
  const target: Json = { ...described, content, ...more };
  const id = String(target.id);
  const data = { id: nextId(state), name, type: 3, target_id: id, resolved: { messages: { [id]: target } } };
  return interact(server, 2, data, where);
}

type Button = Readonly<{ custom_id: string; label: string }>;

function buttonsOf({ components }: Stored): readonly Button[] {
  return components
    .filter(({ type }) => type === 1)
    .flatMap(({ components: row }) => row as readonly Button[]);
}

/** Clicks the button with this label. */
export function click(
  server: DiscordServer,
  message: Stored,
  label: string,
  { user = ADA, ...where }: Where = {},
): SentInteraction {
  const button = buttonsOf(message).find((candidate) => candidate.label === label);
  if (button === undefined)
    throw new Error(`no button "${label}" among ${buttonsOf(message).map((other) => other.label)}`);
  return press(server, message, button.custom_id, { ...where, user, channel: message.channel });
}

/** Clicks a button with this custom id, whether the message has it or not. */
export function press(
  server: DiscordServer,
  message: Stored,
  customId: string,
  where: Where = {},
): SentInteraction {
  const data = { component_type: 2, custom_id: customId, id: 2 };
  return interact(
    server,
    3,
    data,
    { channel: message.channel, ...where },
    { message: shown(server.state, message) },
  );
}

type MessageOptions = Where &
  Readonly<{
    id?: string;
    /** The message that this one replies to. */
    replyTo?: Stored | Json;
    /** Further fields of the event. */
    more?: Json;
  }>;

/** Writes a message in a channel. */
export function say(server: DiscordServer, content: string, options: MessageOptions = {}): SentEvent {
  const { state, gateway } = server;
  const full = describeMessage(state, { ...options, content });
  state.messages.push({
    id: String(full.id),
    channel: String(full.channel_id),
    author: options.user ?? ADA,
    content,
    components: [],
    flags: 0,
    pending: false,
    deleted: false,
    createdAt: state.now(),
    reactions: [],
    writes: 1,
    writtenAt: state.now(),
  });
  const isDirect = state.channels.get(String(full.channel_id))?.kind === "direct";
  const type = "MESSAGE_CREATE";
  const confirmed = gateway.dispatch(type, (intents) => {
    if ((intents & (isDirect ? DIRECT_MESSAGES : GUILD_MESSAGES)) === 0) return undefined;
    return withoutContent(full, state, (intents & MESSAGE_CONTENT) !== 0 || isDirect);
  });
  return { type, payload: withoutContent(full, state, isDirect), confirmed };
}

export function mention(server: DiscordServer, text: string, options: MessageOptions = {}): SentEvent {
  return say(server, `<@${server.state.bot.id}> ${text}`, options);
}

export function directMessage(server: DiscordServer, text: string, options: MessageOptions = {}): SentEvent {
  return say(server, text, { channel: DIRECT, ...options });
}

/** The fields of a message that forwards another one. */
export function forwardOf(message: Json): Json {
  const { content = "", embeds = [], attachments = [], components = [] } = message;
  const snapshot = { type: 0, timestamp: "2026-01-01T00:00:00Z", edited_timestamp: null, flags: 0 };
  return {
    message_reference: { type: 1, message_id: "710000000000000001", channel_id: CHANNEL, guild_id: GUILD },
    message_snapshots: [
      { message: { ...snapshot, mentions: [], mention_roles: [], content, embeds, attachments, components } },
    ],
  };
}

/** Starts a thread under a message. Returns its id, which is that of the message. */
export function startThread({ state, gateway }: DiscordServer, message: string, channel = CHANNEL): string {
  const parent = state.channels.get(channel);
  if (parent?.guild === undefined || state.channels.has(message)) return message;
  const thread = { id: message, kind: "thread", guild: parent.guild, name: "a thread", denied: 0n } as const;
  state.channels.set(message, { ...thread });
  gateway.dispatch("THREAD_CREATE", () => describeChannel(state, { ...thread }));
  return message;
}

/** Messages that the bot must not answer, though they mention it or come from it. */
export function noise(server: DiscordServer): readonly SentEvent[] {
  const { state, gateway } = server;
  const question = "What would be a red line for Iran's parliament?";
  const to = `<@${state.bot.id}> ${question}`;
  const other = { id: nextId(state), username: "other", global_name: null, bot: true };
  const happen = (type: string, payload: Json) => ({
    type,
    payload,
    confirmed: gateway.dispatch(type, () => payload),
  });
  const edited = say(server, "hm");
  const update = { ...edited.payload, content: to, edited_timestamp: new Date(state.now()).toISOString() };
  return [
    say(server, to, { more: { author: state.bot } }),
    say(server, to, { more: { author: other } }),
    say(server, to, { more: { author: other, webhook_id: nextId(state) } }),
    say(server, to, { more: { type: 7 } }),
    say(server, `@everyone ${question}`),
    say(server, `<@&${GUILD}> ${question}`),
    say(server, question),
    edited,
    happen("MESSAGE_UPDATE", { ...update, mentions: [state.bot] }),
    happen("MESSAGE_DELETE", {
      id: edited.payload.id,
      channel_id: edited.payload.channel_id,
      guild_id: GUILD,
    }),
  ];
}

function describeMessage(
  state: State,
  { content, replyTo, id, more = {}, ...where }: MessageOptions & { content: string },
): Json {
  const { place, person, member } = whereOf(state, where);
  const original =
    replyTo === undefined ? undefined : "writes" in replyTo ? shown(state, replyTo as Stored) : replyTo;
  // A reply pings the author of the message that it replies to, unless that is switched off.
  const pinged = new Set([...content.matchAll(/<@!?(\d+)>/gu)].map(([, user]) => user));
  if ((original?.author as Json | undefined)?.id === state.bot.id) pinged.add(state.bot.id);
  return {
    id: id ?? nextId(state),
    channel_id: place.id,
    author: person,
    content,
    timestamp: new Date(state.now()).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: /@(?:everyone|here)/u.test(content),
    mentions: [...pinged].map((user) => state.people.get(user ?? "")).filter((one) => one !== undefined),
    mention_roles: [...content.matchAll(/<@&(\d+)>/gu)].map(([, role]) => role),
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    type: original === undefined ? 0 : 19,
    flags: 0,
    ...(place.guild === undefined ? { channel_type: 1 } : { guild_id: place.guild, member }),
    ...(original === undefined
      ? {}
      : {
          message_reference: { message_id: original.id, channel_id: place.id, guild_id: place.guild },
          referenced_message: original,
        }),
    ...more,
  };
}

/**
 * Without the message content intent Discord empties messages that do not mention the bot. The same goes for the message
 * that is replied to.
 */
function withoutContent(message: Json, state: State, isOpen: boolean): Json {
  const referenced = message.referenced_message as Json | undefined;
  return {
    ...emptied(message, state, isOpen),
    ...(referenced === undefined ? {} : { referenced_message: emptied(referenced, state, isOpen) }),
  };
}

function emptied(message: Json, { bot }: State, isOpen: boolean): Json {
  const isOwn = (message.author as Json).id === bot.id;
  const named = (message.mentions as readonly Json[]).some(({ id }) => id === bot.id);
  if (isOpen || isOwn || named) return message;
  return { ...message, content: "", embeds: [], attachments: [], components: [] };
}
