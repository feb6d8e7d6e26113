// Turns Slack's payloads into invocations. Undefined for messages that are not ours to answer: the bot's own, other bots',
// edits, deletions.

import { type Command, parseArgs } from "#bot/command.ts";
import type { Invocation } from "#domain/platform.ts";
import { decodeAction } from "#platforms/shared/action.ts";
import { unescapeText } from "./escape.ts";

const PLATFORM = "slack";

export type SlashCommandPayload = Readonly<{
  text: string;
  trigger_id: string;
  user_id: string;
  user_name: string;
  channel_id: string;
}>;

export function readSlashCommand(payload: SlashCommandPayload, command: Command): Invocation {
  return {
    platform: PLATFORM,
    keys: [`trigger:${payload.trigger_id}`],
    command: command.name,
    args: parseArgs(command, unescapeText(payload.text)),
    asker: askerOf(payload.user_id, payload.user_name),
    channel: channelOf(payload.channel_id),
    via: "command",
  };
}

export type MessageEvent = Readonly<{
  type: string;
  subtype?: string | undefined;
  bot_id?: string | undefined;
  user?: string | undefined;
  text?: string | undefined;
  edited?: unknown;
  channel: string;
  channel_type?: string | undefined;
  ts: string;
  thread_ts?: string | undefined;
}>;

// Subtypes of messages that a person wrote: plain, with a file, "also send to channel", after "/me". All others are
// notices (docs.slack.dev/reference/events/message).
const WRITTEN_BY_PEOPLE = [undefined, "file_share", "thread_broadcast", "me_message"];
const SLACKBOT = "USLACKBOT";

type MessageContext = Readonly<{
  /** Identifies the event. Channel and `ts` identify the message, which may arrive as two events. */
  eventId: string;
  ownUser: string;
  ask: Command;
}>;

export function readMessage(
  event: MessageEvent,
  { eventId, ownUser, ask }: MessageContext,
): Invocation | undefined {
  const { user, text = "", channel, ts } = event;
  if (!WRITTEN_BY_PEOPLE.includes(event.subtype) || event.edited !== undefined) return undefined;
  if (event.bot_id !== undefined || user === undefined || user === ownUser || user === SLACKBOT)
    return undefined;
  const via = event.type === "app_mention" ? "mention" : "direct";
  // In a direct conversation the message event is the one to answer, also when it mentions the bot.
  if (via === "mention" && channel.startsWith("D")) return undefined;
  if (via === "direct" && event.channel_type !== "im") return undefined;
  const question = unescapeText(text.replaceAll(`<@${ownUser}>`, " ")).trim();
  return {
    platform: PLATFORM,
    keys: [`event:${eventId}`, `message:${channel}:${ts}`],
    command: ask.name,
    args: parseArgs(ask, question),
    asker: askerOf(user, user),
    channel: channelOf(channel),
    via,
  };
}

export type ButtonPayload = Readonly<{
  trigger_id: string;
  user: Readonly<{ id: string; name?: string; username?: string }>;
  channel?: Readonly<{ id: string }> | undefined;
  /** Where the button is; `message_ts` is there for private messages too. */
  container?: Readonly<Record<string, unknown>>;
}>;

export function readButton(payload: ButtonPayload, value: string | undefined): Invocation | undefined {
  const action = decodeAction(value ?? "");
  const message = payload.container?.message_ts;
  return (
    action && {
      ...readInteraction(payload),
      ...action,
      ...(typeof message === "string" ? { message } : {}),
      via: "button",
    }
  );
}

/** The text of the message becomes the command's first option, unparsed. */
export function readShortcut(payload: ButtonPayload, messageText: string, command: Command): Invocation {
  const [first] = command.options;
  const args = first === undefined ? {} : { [first.name]: unescapeText(messageText) };
  return { ...readInteraction(payload), command: command.name, args, via: "shortcut" };
}

function readInteraction({ trigger_id, user, channel }: ButtonPayload) {
  return {
    platform: PLATFORM,
    keys: [`trigger:${trigger_id}`],
    asker: askerOf(user.id, user.name ?? user.username ?? user.id),
    channel: channelOf(channel?.id ?? ""),
  };
}

/** Every member of a Slack channel may change its digest. */
function askerOf(id: string, name: string): Invocation["asker"] {
  return { id, name, mayManage: true };
}

function channelOf(id: string): Invocation["channel"] {
  return { id, kind: id.startsWith("D") ? "direct" : "channel" };
}
