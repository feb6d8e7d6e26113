// What Ibid reads of Slack's payloads. Slack and those who imitate it leave fields out, so only what an answer cannot do
// without is required, and a field of another type counts as absent.
import { z } from "zod";

const id = z.string().min(1);
const text = z.string().catch("");
const optional = z.string().optional().catch(undefined);
const optionalId = id.optional().catch(undefined);
const organisation = z.object({ id: optionalId, enterprise_id: optionalId }).optional().catch(undefined);

const slashCommand = z.object({
  command: text,
  text,
  response_url: text,
  trigger_id: optionalId,
  user_id: id,
  user_name: optionalId,
  channel_id: id,
  team_id: optionalId,
  enterprise_id: optionalId,
});

const messageEvent = z.object({
  type: text,
  subtype: optional,
  bot_id: optional,
  user: optionalId,
  text,
  edited: z.unknown().optional(),
  channel: id,
  channel_type: optional,
  ts: optionalId,
  thread_ts: optionalId,
  user_team: optionalId,
  source_team: optionalId,
});

const envelope = z.object({ event_id: optionalId, is_ext_shared_channel: z.boolean().catch(false) });

const interaction = z.object({
  type: text,
  callback_id: optional,
  view: z.object({ callback_id: optional }).optional().catch(undefined),
  response_url: text,
  trigger_id: optionalId,
  user: z.object({ id, name: optionalId, username: optionalId, team_id: optionalId }),
  /** Absent in views and in shortcuts that are not used on a message. */
  channel: z.object({ id }).optional().catch(undefined),
  message: z.looseObject({ thread_ts: optionalId }).optional().catch(undefined),
  /** Where a button is; `message_ts` is there for private messages too. */
  container: z.object({ message_ts: optionalId }).optional().catch(undefined),
  team: organisation,
  enterprise: organisation,
});

export type SlashCommand = z.infer<typeof slashCommand>;
export type MessageEvent = z.infer<typeof messageEvent> & z.infer<typeof envelope>;
export type Interaction = z.infer<typeof interaction>;

/** Undefined, as from the others, when a required field is missing. */
export function parseSlashCommand(payload: unknown): SlashCommand | undefined {
  return slashCommand.safeParse(payload).data;
}

/** `body`: the envelope that the event came in. */
export function parseMessageEvent(event: unknown, body: unknown): MessageEvent | undefined {
  const { data } = messageEvent.safeParse(event);
  return data && { ...data, ...envelope.parse(body) };
}

/** Of a click, a shortcut, a view, and whatever else people press. */
export function parseInteraction(body: unknown): Interaction | undefined {
  return interaction.safeParse(body).data;
}
