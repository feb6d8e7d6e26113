// What the doctor asks Slack: whether both tokens are taken, and whether the bot's has the scopes of the manifest.
import { commandTable } from "#bot/commands/index.ts";
import type { CheckResult } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { Diagnosis } from "#domain/platform.ts";
import { createManifest } from "./manifest.ts";

type Credentials = Readonly<{ token: string; appToken: string; slackApiUrl: string; prefix: string }>;

const TIMEOUT = 10_000;

/** Two harmless calls, without the client library: it hides the headers that hold scopes and time. */
export async function diagnose(credentials: Credentials): Promise<Diagnosis> {
  const { token, appToken, slackApiUrl } = credentials;
  try {
    const bot = await call("auth.test", { slackApiUrl, token });
    const app = await call("apps.connections.open", { slackApiUrl, token: appToken });
    return {
      results: [
        tokenFinding("SLACK_BOT_TOKEN", bot),
        ...(bot.error === undefined ? scopeFindings(bot.scopes, credentials.prefix) : []),
        tokenFinding("SLACK_APP_TOKEN", app),
      ],
      ...(bot.time === undefined ? {} : { time: bot.time }),
    };
  } catch (error) {
    const what = `cannot be reached (${messageOf(error)})`;
    return {
      results: [{ ...ABOUT, severity: "error", message: what, hint: "check the network and SLACK_API_URL" }],
    };
  }
}

const ABOUT = { about: "slack" } as const;

type Answer = Readonly<{ error?: string; team?: string; scopes: readonly string[] | undefined; time?: Date }>;

async function call(method: string, by: Pick<Credentials, "slackApiUrl" | "token">): Promise<Answer> {
  const response = await fetch(new URL(method, by.slackApiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${by.token}`, "content-type": "application/x-www-form-urlencoded" },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new Error(`${method} answers ${response.status}`);
  const body: unknown = await response.json();
  const said = typeof body === "object" && body !== null ? { ...body } : {};
  const { ok, error, team }: Readonly<Record<string, unknown>> = said;
  const date = response.headers.get("date");
  return {
    ...(ok === true ? {} : { error: String(error) }),
    ...(typeof team === "string" ? { team } : {}),
    scopes: response.headers.get("x-oauth-scopes")?.split(/[\s,]+/u),
    ...(date === null ? {} : { time: new Date(date) }),
  };
}

function tokenFinding(variable: string, { error, team }: Answer): CheckResult {
  if (error === undefined) {
    const where = team === undefined ? "" : ` for ${team}`;
    return { ...ABOUT, severity: "ok", message: `${variable} is taken${where}` };
  }
  const remedy = "copy it again from the app's settings; the README tells where";
  return { ...ABOUT, severity: "error", message: `${variable} is refused (${error})`, hint: remedy };
}

function scopeFindings(scopes: readonly string[] | undefined, prefix: string): readonly CheckResult[] {
  const { bot, bot_optional } = createManifest(commandTable, prefix).oauth_config.scopes;
  const lacking = (wanted: readonly string[]) => wanted.filter((scope) => !scopes?.includes(scope));
  if (scopes === undefined)
    return [{ ...ABOUT, severity: "warning", message: "tells no scopes", hint: "check SLACK_API_URL" }];
  const [missing, optional] = [lacking(bot).join(", "), lacking(bot_optional).join(", ")];
  return [
    missing === ""
      ? { ...ABOUT, severity: "ok", message: "the bot has every scope that it needs" }
      : {
          ...ABOUT,
          severity: "error",
          message: `scopes are missing: ${missing}`,
          hint: "add them under OAuth & Permissions and install the app again",
        },
    ...(optional === ""
      ? []
      : [{ ...ABOUT, severity: "ok" as const, message: `without ${optional}, which it can do without` }]),
  ];
}
