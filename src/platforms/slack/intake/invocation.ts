// Turns Slack's payloads into invocations. Undefined for messages that are not ours to answer: the bot's own, other bots',
// edits, deletions.

import { type Command, parseArgs } from "#bot/command.ts";
import type { Invocation } from "#domain/platform.ts";
import { decodeAction } from "#platforms/shared/action.ts";
import { unescapeText } from "#platforms/slack/escape.ts";
import type { Interaction, MessageEvent, SlashCommand } from "./payload.ts";

const PLATFORM = "slack";

/** Without arguments for a command that is not ours. */
export function readSlashCommand(payload: SlashCommand, command?: Command): Invocation {
  const { user_id, user_name = user_id } = payload;
  return {
    platform: PLATFORM,
    keys: keysOf({ trigger: payload.trigger_id }),
    command: command?.name ?? payload.command,
    args: command === undefined ? {} : parseArgs(command, unescapeText(payload.text)),
    asker: askerOf(user_id, user_name),
    channel: channelOf(payload.channel_id),
    via: "command",
  };
}

// Subtypes of messages that a person wrote: plain, with a file, "also send to channel", after "/me". All others are
// notices (docs.slack.dev/reference/events/message).
const WRITTEN_BY_PEOPLE = [undefined, "file_share", "thread_broadcast", "me_message"];
const SLACKBOT = "USLACKBOT";

type MessageContext = Readonly<{ ownUser: string; ask: Command }>;

export function readMessage(event: MessageEvent, { ownUser, ask }: MessageContext): Invocation | undefined {
  const { user, text, channel, ts, event_id } = event;
  if (!WRITTEN_BY_PEOPLE.includes(event.subtype) || event.edited !== undefined) return undefined;
  if (event.bot_id !== undefined || user === undefined || user === ownUser || user === SLACKBOT)
    return undefined;
  const via = event.type === "app_mention" ? "mention" : "direct";
  // In a direct conversation the message event is the one to answer, also when it mentions the bot.
  if (via === "mention" && channel.startsWith("D")) return undefined;
  if (via === "direct" && event.channel_type !== "im") return undefined;
  // `<@U1>`, and `<@U1|ibid>` in workspaces where clients still label mentions.
  const question = text.replace(/<@([^<>|]*)(?:\|[^<>]*)?>/gu, (mention, mentioned) =>
    mentioned === ownUser ? " " : mention,
  );
  return {
    platform: PLATFORM,
    // The message may arrive as two events.
    keys: keysOf({ event: event_id, message: ts && `${channel}:${ts}` }),
    command: ask.name,
    args: parseArgs(ask, unescapeText(question).trim()),
    asker: askerOf(user, user),
    channel: channelOf(channel),
    via,
  };
}

export function readButton(payload: Interaction, value: string | undefined): Invocation | undefined {
  const action = decodeAction(value ?? "");
  const message = payload.container?.message_ts;
  return (
    action && {
      ...readInteraction(payload),
      ...action,
      ...(message === undefined ? {} : { message }),
      via: "button",
    }
  );
}

/** The text of the message becomes the command's first option, unparsed. */
export function readShortcut(
  payload: Interaction,
  messageText: string,
  { name, options }: Command,
): Invocation {
  const [first] = options;
  const args = first === undefined ? {} : { [first.name]: messageText };
  return { ...readInteraction(payload), command: name, args };
}

/** Who pressed something and where; enough for a refusal. */
export function readInteraction(payload: Interaction): Invocation {
  const { trigger_id, user, channel, callback_id, type } = payload;
  return {
    platform: PLATFORM,
    keys: keysOf({ trigger: trigger_id }),
    command: callback_id ?? payload.view?.callback_id ?? type,
    args: {},
    asker: askerOf(user.id, user.name ?? user.username ?? user.id),
    channel: channelOf(channel?.id ?? ""),
    via: "shortcut",
  };
}

/** `kind:id`, without those that Slack did not give. */
function keysOf(ids: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(ids).flatMap(([kind, id]) => (id === undefined ? [] : [`${kind}:${id}`]));
}

/** Every member of a Slack channel may change its digest. */
function askerOf(id: string, name: string): Invocation["asker"] {
  return { id, name, mayManage: true };
}

function channelOf(id: string): Invocation["channel"] {
  return { id, kind: id.startsWith("D") ? "direct" : "channel" };
}
