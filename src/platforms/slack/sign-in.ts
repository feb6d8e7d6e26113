// Sign in with Slack, by OpenID Connect (docs.slack.dev/authentication/sign-in-with-slack).
import { z } from "zod";
import type { Platform, SignInProvider } from "#domain/platform.ts";
import type { ReadWorkspace } from "./connection/workspace.ts";

const claimsOfSlack = z.object({
  "https://slack.com/team_id": z.string(),
  "https://slack.com/user_id": z.string(),
});

type SignInDeps = Readonly<{
  slackApiUrl: string;
  workspace: ReadWorkspace;
  exposure: Platform["exposure"];
}>;

export function createSignIn({ slackApiUrl, workspace, exposure }: SignInDeps): SignInProvider {
  return {
    label: "Slack",
    server: {
      issuer: new URL(slackApiUrl).origin,
      authorization_endpoint: new URL("/openid/connect/authorize", slackApiUrl).href,
      token_endpoint: new URL("openid.connect.token", slackApiUrl).href,
    },
    scope: "openid profile",
    async identify({ claims }) {
      const { "https://slack.com/team_id": team, "https://slack.com/user_id": person } =
        claimsOfSlack.parse(claims);
      // Ids of people are unique within a workspace only.
      return team === (await workspace()).teamId ? person : undefined;
    },
    exposure: exposure.person,
  };
}
