// What Slack and Discord really send, as other projects have published it. It is not part of the project; IBID_PAYLOADS names
// the folder that has it as `slack.jsonl.gz` and `discord.jsonl.gz`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { encodeAction } from "#platforms/shared/action.ts";
import type { DiscordServer } from "#test/support/fakes/discord/server.ts";
import { type Interaction, nextId as nextDiscordId } from "#test/support/fakes/discord/state.ts";
import type { SlackServer } from "#test/support/fakes/slack/server.ts";
import { nextId as nextSlackId } from "#test/support/fakes/slack/state.ts";

type Json = Readonly<Record<string, unknown>>;

/** `kind`: how it reaches an app, such as `event_callback` or `interaction`. */
export type Published = Readonly<{ id: string; kind: string; payload: Json }>;

/** Without the folder it returns undefined and prints a line; the tests that need it are skipped. */
export function readPublished(platform: "slack" | "discord"): readonly Published[] | undefined {
  const folder = process.env.IBID_PAYLOADS;
  if (folder === undefined) {
    process.stderr.write(`skipped: IBID_PAYLOADS names no folder that has ${platform}.jsonl.gz\n`);
    return undefined;
  }
  const lines = gunzipSync(readFileSync(join(folder, `${platform}.jsonl.gz`))).toString();
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

const COMMAND = "ask";
const MENU = "Find in the reports";
const BUTTON = encodeAction({ command: "context", args: { reference: "y5mvy7ff", ordinal: "4" } });

/**
 * The same payload with the name of one of Ibid's commands, menus or buttons in place of the published one, and nothing else
 * changed. Undefined for an event, which has no such name. Its id ends in `-ours`.
 */
export function withOurs({ id, kind, payload }: Published): Published | undefined {
  const ours = OURS[kind]?.(payload);
  return ours && { id: `${id}-ours`, kind, payload: ours };
}

const OURS: Readonly<Record<string, (payload: Json) => Json>> = {
  slash: (payload) => ({ ...payload, command: `/${COMMAND}` }),
  interactive: oursInSlack,
  interaction: (payload) => ({ ...payload, data: oursInDiscord(asObject(payload.data)) }),
};

function oursInSlack(payload: Json): Json {
  const { actions, callback_id, view } = payload;
  return {
    ...payload,
    ...(callback_id === undefined ? {} : { callback_id: COMMAND }),
    ...(view === undefined ? {} : { view: { ...asObject(view), callback_id: COMMAND } }),
    ...(Array.isArray(actions)
      ? { actions: actions.map((action) => ({ ...asObject(action), value: BUTTON })) }
      : {}),
  };
}

/** Of a command or a menu the name, of a component or a form its id. */
function oursInDiscord(data: Json): Json {
  if ("name" in data) return { ...data, name: data.type === 1 ? COMMAND : MENU };
  return { ...data, custom_id: BUTTON };
}

/** The value with every string that equals or holds one of the keys changed; keys of objects stay. */
function substitute(value: unknown, words: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") {
    let changed = value;
    for (const [from, to] of words) changed = changed.replaceAll(from, () => to);
    return changed;
  }
  if (Array.isArray(value)) return value.map((one) => substitute(one, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, substitute(one, words)]));
}

/** `channel` and `responseKey`: where answers to it will be. */
type SlackEnvelope = Readonly<{
  type: string;
  payload: Json;
  channel: string | undefined;
  responseKey?: string;
}>;

/**
 * The envelope in which Slack would send it. Changed are the ids of the bot and, where somebody typed or pressed something, of
 * the workspace that it is installed in; the ids of the delivery and of the channel, which have to be unique; and
 * `response_url`, which has to be on the loopback interface.
 */
export function slackEnvelope(server: SlackServer, { kind, payload }: Published): SlackEnvelope {
  const isEvent = kind === "event_callback" || kind === "bare_event";
  const event = kind === "bare_event" ? payload : asObject(payload.event);
  const words = new Map<string, string>();
  const own = isEvent ? ownSlackId(event, payload) : undefined;
  if (own !== undefined && own !== "") words.set(own, server.state.botUser);
  const workspace = isEvent ? undefined : ownWorkspace(payload);
  if (workspace !== undefined && workspace !== "") words.set(workspace, WORKSPACE);
  const place = isEvent ? event.channel : (payload.channel_id ?? asObject(payload.channel).id);
  const channel = typeof place === "string" && place !== "" ? uniqueChannel(server, place) : undefined;
  if (channel !== undefined) words.set(String(place), channel);
  const changed = asObject(substitute(payload, words));
  if (isEvent) {
    const delivery = { type: "event_callback", event_id: nextSlackId(server.state, "Ev") };
    const around = { token: "legacy", team_id: "T1", api_app_id: "A1", event_time: 1_700_000_000 };
    const body =
      kind === "event_callback" ? { ...changed, ...delivery } : { ...around, ...delivery, event: changed };
    return { type: "events_api", payload: body, channel };
  }
  const type = kind === "slash" ? "slash_commands" : "interactive";
  const trigger_id = nextSlackId(server.state, "trigger");
  if (typeof payload.response_url !== "string" || payload.response_url === "")
    return { type, payload: { ...changed, trigger_id }, channel };
  const user = String(payload.user_id ?? asObject(payload.user).id);
  const responseKey = addResponse(server, channel ?? "C1", user);
  const response_url = server.url.replace("/api/", `/response/${responseKey}`);
  return { type, payload: { ...changed, trigger_id, response_url }, channel, responseKey };
}

/** Whom a mention begins with, and otherwise the bot for which Slack delivered the event. */
function ownSlackId(event: Json, payload: Json): string | undefined {
  const mentioned = /^<@(\w+)(?:\|[^>]*)?>/u.exec(String(event.text ?? ""))?.[1];
  if (event.type === "app_mention" && mentioned !== undefined) return mentioned;
  const [authorization] = (payload.authorizations ?? []) as readonly Json[];
  return authorization?.is_bot === true ? String(authorization.user_id) : undefined;
}

/** Of the fake Slack. */
const WORKSPACE = "T1";

/** In a channel that is shared with another organisation it may differ from that of the person. */
function ownWorkspace({ view, team, team_id, user }: Json): string | undefined {
  const id = asObject(view).app_installed_team_id ?? asObject(team).id ?? team_id ?? asObject(user).team_id;
  return typeof id === "string" ? id : undefined;
}

function uniqueChannel(server: SlackServer, published: string): string {
  const id = nextSlackId(server.state, `${published.startsWith("D") ? "D" : "C"}PUBLISHED`);
  const kind = published.startsWith("D") ? "direct" : "public";
  server.state.channels.set(id, { id, kind, member: true });
  return id;
}

function addResponse({ state }: SlackServer, channel: string, user: string): string {
  const key = nextSlackId(state, "R");
  state.responseUrls.set(key, { channel, user, uses: 0, madeAt: state.now(), original: undefined });
  return key;
}

type DiscordEvent = Readonly<{
  id: string;
  name: string;
  payload: Json;
  /** Where answers to it will be. */
  channel: string;
  interaction?: Interaction;
}>;

/**
 * The event in which Discord would send it. Changed are the bot's own id and the ids of the delivery and of the channel, which
 * have to be unique. Its server and channel become known to the fake, which therefore has to be prepared before the start.
 */
export function discordEvent(server: DiscordServer, { id, kind, payload }: Published): DiscordEvent {
  const { state } = server;
  const channel = nextDiscordId(state);
  const delivery = nextDiscordId(state);
  const words = new Map<string, string>();
  const own = ownDiscordId(kind, payload);
  if (own !== undefined && own !== "0") words.set(own, state.bot.id);
  const place = payload.channel_id ?? asObject(payload.channel).id;
  // Short made-up ids may be part of others.
  if (typeof place === "string" && place.length > 6) words.set(place, channel);
  const changed = asObject(substitute(payload, words));
  const guild = typeof payload.guild_id === "string" ? payload.guild_id : undefined;
  if (guild !== undefined) addGuild(server, guild);
  state.channels.set(channel, {
    id: channel,
    kind: guild === undefined ? "direct" : isThread(payload) ? "thread" : "text",
    name: "published",
    denied: 0n,
    ...(guild === undefined ? {} : { guild }),
  });
  const event = { id, channel };
  const body: Json = place === undefined ? changed : { ...changed, channel_id: channel };
  if (kind === "message") return { ...event, name: "MESSAGE_CREATE", payload: { ...body, id: delivery } };
  if (kind !== "interaction") return { ...event, name: kind.replace("GATEWAY_", ""), payload: body };
  const token = `${"aW50ZXJhY3Rpb246".repeat(4)}${delivery}`;
  const user = String(asObject(payload.user ?? asObject(payload.member).user).id);
  const type = Number(payload.type);
  const interaction: Interaction = { id: delivery, token, type, user, channel, createdAt: 0 };
  state.interactions.set(token, interaction);
  const ids = { id: delivery, token, application_id: state.application };
  return { ...event, name: "INTERACTION_CREATE", payload: { ...body, ...ids }, interaction };
}

function ownDiscordId(kind: string, payload: Json): string | undefined {
  if (kind === "interaction")
    return typeof payload.application_id === "string" ? payload.application_id : undefined;
  const mentions = (payload.mentions ?? []) as readonly Json[];
  const bot = mentions.find((one) => one.bot === true);
  return bot === undefined ? undefined : String(bot.id);
}

function isThread({ channel_type, channel, type }: Json): boolean {
  return [channel_type, asObject(channel).type, type].some((one) => one === 11 || one === 12);
}

function addGuild({ state }: DiscordServer, id: string): void {
  if (!state.guilds.has(id))
    state.guilds.set(id, { id, name: "Published", members: new Set([state.bot.id]) });
}
