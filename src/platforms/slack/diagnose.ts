// The doctor's questions to Slack: are both tokens accepted, and does the bot have the scopes of the manifest?
import { commandTable } from "#bot/commands/index.ts";
import type { CheckResult } from "#domain/diagnostic.ts";
import type { Diagnosis } from "#domain/platform.ts";
import type { Credentials } from "./connection/credentials.ts";
import { boundedFetch } from "./connection/fetch.ts";
import { EXPOSURE_SCOPES, limitationOf, missingOf, stepsToAdd } from "./connection/scopes.ts";
import { reasonOf } from "./failure.ts";
import { REQUEST_TIMEOUT } from "./limits.ts";
import { createManifest } from "./manifest.ts";

/**
 * Makes two harmless calls without the client library, which hides the headers that hold scopes and time. `prefix`:
 * IBID_COMMAND_PREFIX. Never throws.
 */
export async function diagnose(credentials: Credentials, prefix: string): Promise<Diagnosis> {
  const { token, appToken, slackApiUrl } = credentials;
  try {
    const bot = await call("auth.test", { slackApiUrl, token });
    const app = await call("apps.connections.open", { slackApiUrl, token: appToken });
    return {
      results: [
        checkToken("SLACK_BOT_TOKEN", bot),
        ...(bot.error === undefined ? checkScopes(bot.scopes, prefix) : []),
        checkToken("SLACK_APP_TOKEN", app),
      ],
      ...(bot.time === undefined ? {} : { time: bot.time }),
    };
  } catch (error) {
    const message = `cannot be reached (${reasonOf(error)})`;
    return {
      results: [{ ...ABOUT, severity: "error", message, hint: "check the network and SLACK_API_URL" }],
    };
  }
}

const ABOUT = { about: "slack" } as const;

/** `error`: Slack's code; undefined when the token was accepted. */
type CallResult = Readonly<{
  error?: string;
  team?: string;
  scopes: readonly string[] | undefined;
  time?: Date;
}>;

async function call(
  method: string,
  { slackApiUrl, token }: Pick<Credentials, "slackApiUrl" | "token">,
): Promise<CallResult> {
  const response = await boundedFetch(new URL(method, slackApiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  });
  if (!response.ok) throw new Error(`${method} answers ${response.status}`);
  const body: unknown = await response.json();
  const fields = typeof body === "object" && body !== null ? { ...body } : {};
  const { ok, error, team }: Readonly<Record<string, unknown>> = fields;
  const date = response.headers.get("date");
  return {
    ...(ok === true ? {} : { error: String(error) }),
    ...(typeof team === "string" ? { team } : {}),
    scopes: response.headers.get("x-oauth-scopes")?.split(/[\s,]+/u),
    ...(date === null ? {} : { time: new Date(date) }),
  };
}

function checkToken(variable: string, { error, team }: CallResult): CheckResult {
  if (error === undefined) {
    const workspace = team === undefined ? "" : ` for ${team}`;
    return { ...ABOUT, severity: "ok", message: `${variable} is accepted${workspace}` };
  }
  const hint = `copy it again from the app's settings; see "Connect Slack" in the README`;
  return { ...ABOUT, severity: "error", message: `${variable} is refused (${error})`, hint };
}

function checkScopes(scopes: readonly string[] | undefined, prefix: string): readonly CheckResult[] {
  if (scopes === undefined)
    return [
      {
        ...ABOUT,
        severity: "warning",
        message: "Slack does not say which scopes the bot has",
        hint: "check SLACK_API_URL",
      },
    ];
  const { bot, bot_optional } = createManifest(commandTable, prefix).oauth_config.scopes;
  const missing = missingOf(missingOf(bot, EXPOSURE_SCOPES), scopes);
  const forExposure = missingOf(EXPOSURE_SCOPES, scopes);
  const optional = missingOf(bot_optional, scopes).join(", ");
  const results: readonly (CheckResult | false)[] = [
    missing.length + forExposure.length === 0 && {
      ...ABOUT,
      severity: "ok",
      message: "the bot has every scope that it needs",
    },
    missing.length > 0 && {
      ...ABOUT,
      severity: "error",
      message: `scopes are missing: ${missing.join(", ")}`,
      hint: "add them under OAuth & Permissions and install the app again",
    },
    forExposure.length > 0 && {
      ...ABOUT,
      severity: "warning",
      message: limitationOf(forExposure),
      hint: stepsToAdd(forExposure),
    },
    optional !== "" && {
      ...ABOUT,
      severity: "ok",
      message: `optional scopes that are not granted: ${optional}`,
    },
  ];
  return results.filter((result) => result !== false);
}
