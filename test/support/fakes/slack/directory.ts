// What the fake Slack knows of its channels and people. All are of the bot's own organisation unless the state says otherwise.
import type { State } from "./state.ts";

type Body = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

const SCOPES = {
  public: "channels:read",
  private: "groups:read",
  group: "mpim:read",
  direct: "im:read",
} as const;

/** docs.slack.dev/reference/methods/conversations.info: the scope of the channel's kind; any of them if it has none. */
export function neededFor(state: State, body: Body): string {
  const { kind } = state.channels.get(String(body.channel)) ?? {};
  return kind === undefined ? Object.values(SCOPES).join(",") : SCOPES[kind];
}

/** docs.slack.dev/reference/objects/conversation-object. Undefined for a channel that the bot may not know of. */
export function infoOf(state: State, body: Body): Fields | undefined {
  const channel = state.channels.get(String(body.channel));
  if (channel === undefined || (channel.kind !== "public" && !channel.member)) return undefined;
  const { id, kind, member, archived = false, info = {} } = channel;
  if (kind === "direct") return { id, is_im: true, is_org_shared: false, user: "U1", ...info };
  return {
    id,
    name: "general",
    is_channel: kind !== "group",
    is_group: kind === "private",
    is_im: false,
    is_mpim: kind === "group",
    is_private: kind !== "public",
    is_archived: archived,
    is_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: "T1",
    is_ext_shared: false,
    shared_team_ids: ["T1"],
    pending_connected_team_ids: [],
    is_member: member,
    ...info,
  };
}

/** docs.slack.dev/reference/objects/user-object. Undefined for a person of whom Slack knows nothing. */
export function personOf(state: State, body: Body): Fields | undefined {
  const id = String(body.user);
  if (state.people.has(id) && state.people.get(id) === undefined) return undefined;
  return {
    id,
    team_id: "T1",
    name: id.toLowerCase(),
    deleted: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    ...state.people.get(id),
  };
}
