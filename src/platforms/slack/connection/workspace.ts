// The workspace that the bot's token belongs to, as auth.test describes it.
import type { webApi } from "@slack/bolt";
import type { Interaction, MessageEvent, SlashCommand } from "#platforms/slack/intake/payload.ts";
import type { Scopes } from "./scopes.ts";

export type Workspace = Readonly<{
  botId: string | undefined;
  botUserId: string | undefined;
  teamId: string | undefined;
  /** Of an Enterprise organisation. */
  enterpriseId: string | undefined;
  /** With a final slash. */
  url: string | undefined;
}>;

/** Fetched once. After a failure the next call fetches again. */
export type ReadWorkspace = () => Promise<Workspace>;

export function createWorkspace(client: webApi.WebClient, scopes: Scopes): ReadWorkspace {
  let workspace: Promise<Workspace> | undefined;
  return async () => {
    workspace ??= fetchWorkspace(client, scopes);
    try {
      return await workspace;
    } catch (error) {
      workspace = undefined;
      throw error;
    }
  };
}

async function fetchWorkspace(client: webApi.WebClient, scopes: Scopes): Promise<Workspace> {
  const answer = await client.auth.test();
  scopes.note(answer);
  const { bot_id, user_id, team_id, enterprise_id, url } = answer;
  return { botId: bot_id, botUserId: user_id, teamId: team_id, enterpriseId: enterprise_id, url };
}

/** The person belongs to another organisation. */
export function isForeignEvent({ user_team, source_team }: MessageEvent, workspace: Workspace): boolean {
  return isForeign([user_team], workspace) || isForeign([source_team], workspace);
}

/** The person belongs to another organisation. */
export function isForeignCommand({ team_id, enterprise_id }: SlashCommand, workspace: Workspace): boolean {
  return isForeign([team_id, enterprise_id], workspace);
}

/** The person belongs to another organisation. */
export function isForeignInteraction({ user, team, enterprise }: Interaction, workspace: Workspace): boolean {
  return isForeign([user.team_id ?? team?.id, enterprise?.id, team?.enterprise_id], workspace);
}

/** `ids`: of one workspace and of its organisation. Not foreign if Slack names neither. */
export function isForeign(
  ids: readonly (string | undefined)[],
  { teamId, enterpriseId }: Workspace,
): boolean {
  const known = ids.filter((id) => id !== undefined);
  const own = [teamId, enterpriseId].filter((id) => id !== undefined);
  return known.length > 0 && own.length > 0 && !known.some((id) => own.includes(id));
}
