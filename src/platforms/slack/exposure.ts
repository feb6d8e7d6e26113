// Who reads a channel, and whether a person is from outside, as Slack says when it is asked.
import type { webApi } from "@slack/bolt";
import { z } from "zod";
import type { Exposure, Platform } from "#domain/platform.ts";
import { createMemory } from "#platforms/shared/memory.ts";
import type { Scopes } from "./connection/scopes.ts";
import { isForeign, type ReadWorkspace } from "./connection/workspace.ts";
import { errorCode, readFailure } from "./failure.ts";

// In milliseconds: a channel that is shared, or a person who becomes a guest, is noticed within a minute.
export const MAX_EXPOSURE_AGE = 60_000;

type ExposureDeps = Readonly<{
  /** Must neither retry nor wait when it is rate limited. */
  client: webApi.WebClient;
  workspace: ReadWorkspace;
  scopes: Scopes;
  /** In milliseconds. */
  maxAge?: number;
}>;

export function createExposure(deps: ExposureDeps): Platform["exposure"] {
  const { maxAge = MAX_EXPOSURE_AGE } = deps;
  // That a scope is missing is remembered too: it lasts until somebody installs the app again.
  const channel = createMemory((id) => orNotPermitted(askAboutChannel(id, deps), deps), { maxAge });
  const person = createMemory((id) => orNotPermitted(askAboutPerson(id, deps), deps), { maxAge });
  return {
    channel: (id) => channel(id).catch(toUnknown),
    person: (id) => person(id).catch(toUnknown),
  };
}

const ids = z.array(z.string()).nullish();

/** docs.slack.dev/reference/objects/conversation-object. Channels, private ones and group messages all have these. */
const channelAnswer = z.object({
  channel: z.object({
    is_shared: z.boolean(),
    is_org_shared: z.boolean(),
    is_ext_shared: z.boolean(),
    is_pending_ext_shared: z.boolean(),
    pending_shared: ids,
    pending_connected_team_ids: ids,
  }),
});

/** One of the bot's own direct messages. Of those between other people Slack tells a bot nothing. */
const directAnswer = z.object({ channel: z.object({ is_im: z.literal(true), user: z.string() }) });

async function askAboutChannel(id: string, deps: ExposureDeps): Promise<Exposure> {
  const answer = await deps.client.conversations.info({ channel: id });
  deps.scopes.note(answer);
  const direct = directAnswer.safeParse(answer);
  if (direct.success) return askAboutPerson(direct.data.channel.user, deps);
  const { data } = channelAnswer.safeParse(answer);
  if (data === undefined) throw new Error("Slack does not say who reads the channel");
  const { channel } = data;
  // A channel that only the workspaces of one Enterprise organisation share is `is_org_shared` as well.
  const isShared = channel.is_ext_shared || (channel.is_shared && !channel.is_org_shared);
  const pending = [...(channel.pending_shared ?? []), ...(channel.pending_connected_team_ids ?? [])];
  return isShared || channel.is_pending_ext_shared || pending.length > 0 ? EXTERNAL : INTERNAL;
}

/** docs.slack.dev/reference/objects/user-object. People of other organisations need not have the fields of guests. */
const personAnswer = z.object({
  user: z.object({
    team_id: z.string().min(1),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).nullish(),
    is_stranger: z.boolean().nullish(),
    /** The account was deactivated. */
    deleted: z.boolean().nullish(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
  }),
});

async function askAboutPerson(id: string, { client, workspace, scopes }: ExposureDeps): Promise<Exposure> {
  const installed = await workspace();
  const answer = await client.users.info({ user: id });
  scopes.note(answer);
  const { user } = personAnswer.safeParse(answer).data ?? {};
  if (user === undefined || installed.teamId === undefined) throw new Error(NOT_TOLD);
  const { team_id, enterprise_user, is_stranger, deleted, is_restricted, is_ultra_restricted } = user;
  if (isForeign([team_id, enterprise_user?.enterprise_id], installed)) return EXTERNAL;
  if (is_stranger === true || deleted === true || is_restricted === true || is_ultra_restricted === true)
    return EXTERNAL;
  if (is_restricted === undefined || is_ultra_restricted === undefined) throw new Error(NOT_TOLD);
  return INTERNAL;
}

const INTERNAL: Exposure = { kind: "internal" };
const EXTERNAL: Exposure = { kind: "external" };
const NOT_TOLD = "Slack does not say whose person it is";

async function orNotPermitted(asked: Promise<Exposure>, { scopes }: ExposureDeps): Promise<Exposure> {
  try {
    return await asked;
  } catch (error) {
    const refusal = missingScope.safeParse(error);
    if (errorCode(error) !== "missing_scope" || !refusal.success) throw error;
    scopes.note(refusal.data.data);
    return { kind: "not-permitted", missing: refusal.data.data.needed.split(",").join(", ") };
  }
}

/** An error of the client library, which has Slack's answer; `needed`: one scope, or several of which one is enough. */
const missingScope = z.object({ data: z.looseObject({ needed: z.string().regex(/^[\w:.,]{1,200}$/u) }) });

function toUnknown(error: unknown): Exposure {
  const failure = readFailure(error);
  if (failure.kind === "limited") return { kind: "unknown", reason: "Slack's rate limit" };
  const isClosed = failure.kind === "closed" && failure.scope === "channel";
  return { kind: "unknown", reason: failure.reason, ...(isClosed ? { isClosed } : {}) };
}
