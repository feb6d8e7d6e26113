// Slack's settings, and what to tell the operator when Slack refuses them.
import { ConfigError } from "#domain/errors.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { refusalCode } from "#platforms/slack/failure.ts";

export type Credentials = Readonly<{ token: string; appToken: string; slackApiUrl: string }>;
type TokenVariable = "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN";

/** Undefined when Slack is not configured. Throws ConfigError when only one of its tokens is set. */
export function parseCredentials(settings: PlatformSettings): Credentials | undefined {
  const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl = "" } = settings;
  if (token === undefined && appToken === undefined) return undefined;
  if (token === undefined || appToken === undefined) {
    const missing = token === undefined ? "SLACK_BOT_TOKEN" : "SLACK_APP_TOKEN";
    throw new ConfigError(
      `Slack is only half configured: ${missing} is missing. See "Connect Slack" in the README.`,
    );
  }
  return { token, appToken, slackApiUrl };
}

/** What to tell the operator if Slack refused the token; any other error as it is. */
export function explainRefusal(error: unknown, variable: TokenVariable): unknown {
  const code = refusalCode(error);
  return code === undefined ? error : refusedError(variable, code);
}

/** `code`: Slack's error for a token that it does not accept. */
function refusedError(variable: TokenVariable, code: string): ConfigError {
  return new ConfigError(
    `Slack refuses ${variable} (${code}). Copy it again from the app's settings; see "Connect Slack" in the README.`,
  );
}
