// Turns Slack's payloads into invocations. Undefined for messages that are not ours to answer: the bot's own, other bots',
// edits, deletions.

import { type Command, parseArgs } from "#bot/command.ts";
import type { Invocation } from "#domain/platform.ts";
import { decodeAction } from "#platforms/shared/action.ts";
import {
  isForeignCommand,
  isForeignEvent,
  isForeignInteraction,
  type Workspace,
} from "#platforms/slack/connection/workspace.ts";
import { unescapeText } from "#platforms/slack/escape.ts";
import type { Interaction, MessageEvent, SlashCommand } from "./payload.ts";

const PLATFORM = "slack";

/** Without arguments for a command that is not ours. */
export function readSlashCommand(payload: SlashCommand, workspace: Workspace, command?: Command): Invocation {
  const { user_id, user_name = user_id } = payload;
  return {
    platform: PLATFORM,
    keys: keysOf({ trigger: payload.trigger_id }),
    command: command?.name ?? payload.command,
    args: command === undefined ? {} : parseArgs(command, unescapeText(payload.text)),
    asker: askerOf(user_id, user_name, isForeignCommand(payload, workspace)),
    channel: channelOf(payload.channel_id),
    via: "command",
  };
}

// Subtypes of messages that a person wrote: plain, with a file, "also send to channel", after "/me". All others are
// notices (docs.slack.dev/reference/events/message).
const WRITTEN_BY_PEOPLE = [undefined, "file_share", "thread_broadcast", "me_message"];
const SLACKBOT = "USLACKBOT";

export function readMessage(event: MessageEvent, workspace: Workspace, ask: Command): Invocation | undefined {
  const { user, text, channel, ts, event_id } = event;
  const { botUserId: ownUser = "" } = workspace;
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
    asker: askerOf(user, user, isForeignEvent(event, workspace)),
    channel: { ...channelOf(channel), ...(event.is_ext_shared_channel ? { isShared: true } : {}) },
    via,
  };
}

/** `pressed`: as `readInteraction` read the payload. */
export function readButton(
  pressed: Invocation,
  payload: Interaction,
  value: string | undefined,
): Invocation | undefined {
  const action = decodeAction(value ?? "");
  const message = payload.container?.message_ts;
  return action && { ...pressed, ...action, ...(message === undefined ? {} : { message }), via: "button" };
}

/** The text of the message becomes the command's first option, unparsed. `used`: as `readInteraction` read the payload. */
export function readShortcut(used: Invocation, text: string, { name, options }: Command): Invocation {
  const [first] = options;
  return { ...used, command: name, args: first === undefined ? {} : { [first.name]: text } };
}

/** Who pressed something and where; enough for a refusal. */
export function readInteraction(payload: Interaction, workspace: Workspace): Invocation {
  const { trigger_id, user, channel, callback_id, type } = payload;
  const name = user.name ?? user.username ?? user.id;
  return {
    platform: PLATFORM,
    keys: keysOf({ trigger: trigger_id }),
    command: callback_id ?? payload.view?.callback_id ?? type,
    args: {},
    asker: askerOf(user.id, name, isForeignInteraction(payload, workspace)),
    channel: channelOf(channel?.id ?? ""),
    via: "shortcut",
  };
}

/** `kind:id`, without those that Slack did not give. */
function keysOf(ids: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(ids).flatMap(([kind, id]) => (id === undefined ? [] : [`${kind}:${id}`]));
}

/** Every member of a Slack channel may change its digest. */
function askerOf(id: string, name: string, isOutsider: boolean): Invocation["asker"] {
  return { id, name, mayManage: true, ...(isOutsider ? { isOutsider } : {}) };
}

function channelOf(id: string): Invocation["channel"] {
  return { id, kind: id.startsWith("D") ? "direct" : "channel" };
}
