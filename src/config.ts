// The one schema of the environment. All bad variables are reported at once.
import { z } from "zod";
import { ConfigError } from "./domain/errors.ts";
import { LABELS, parseLabel, parseSets, UNLABELLED } from "./domain/scope.ts";
import { isTimeZone } from "./text/time-zone-name.ts";

const set = z.string().trim().min(1);

const count = z.coerce.number("must be a number").int("must be a whole number").min(1, "must be at least 1");

const secret = (description: string) => ({ description, secret: true });

const address = set.refine(
  (value) => URL.canParse(value) && /^https?:/u.test(value),
  "must be an http or https address",
);

/** Variables by name. Their descriptions are those of `.env.example` and of the table in `docs/operating.md`. */
export const variables = {
  IBID_KNOWLEDGE: set.default("knowledge").describe("Folder that holds the reports."),
  IBID_DATA: set
    .default("data")
    .describe("Data folder; must be writable. Questions are deleted once they are answered."),
  IBID_COMMAND_PREFIX: z
    .string()
    .regex(/^[a-z][a-z-]{0,15}$/u, "must be up to 16 small letters and dashes, such as ibid-")
    .optional()
    .transform((value) => value ?? "")
    .describe("Prefix of the command names, such as ibid-, for workspaces that already have an /ask."),
  IBID_TIME_ZONE: set
    .refine(isTimeZone, "must be an IANA time zone, such as Europe/London, or UTC")
    .default("UTC")
    .describe("Default time zone of digests, such as Europe/London."),
  IBID_ADMINS: set
    // A list without an id would let everyone in, which is the opposite of what a list is for.
    .regex(/[\p{L}\p{N}]/u, "must be ids of people, separated by commas, or empty")
    .optional()
    .describe(
      "Comma-separated ids of the people who may change digests and what channels may see. If empty, anyone in Slack and managers in Discord may change digests.",
    ),
  IBID_DEFAULT_SETS: set
    .default("all")
    .transform((value, context) => {
      const sets = parseSets(value);
      if (sets !== undefined) return sets;
      context.addIssue({
        code: "custom",
        message: "must be names of report sets, separated by commas, or all",
      });
      return z.NEVER;
    })
    .describe(
      "Comma-separated report sets that direct messages, and channels without a setting of their own, may see; or all.",
    ),
  IBID_DEFAULT_CEILING: set
    .default(UNLABELLED)
    .transform((value, context) => {
      const label = parseLabel(value);
      if (label !== undefined) return label;
      context.addIssue({ code: "custom", message: `must be one of ${LABELS.join(", ")}` });
      return z.NEVER;
    })
    .describe(
      "Highest handling label that they may see. A report without a label counts as TLP:AMBER+STRICT.",
    ),
  IBID_UNKNOWN_POST: z
    .enum(["resend", "hold"])
    .default("resend")
    .describe("What to do when it cannot be known whether a digest was posted: resend it, or hold it back."),
  PORT: count
    .max(65_535, "must be at most 65535")
    .optional()
    .describe("Port of /healthz, /readyz and /metrics. If empty, they are off."),
  IBID_HOST: set
    .default("127.0.0.1")
    .describe("Address on which PORT and IBID_WEB_PORT are opened; 0.0.0.0 lets other machines reach them."),
  IBID_WEB_PORT: count
    .max(65_535, "must be at most 65535")
    .optional()
    .describe("Port of the reader pages. If empty, they are off."),
  IBID_WEB_URL: address
    .optional()
    .describe("Address at which people reach the reader pages: https, or http on this machine only."),
  IBID_WEB_SIGN_IN: z
    .enum(["none", "proxy", "slack", "discord"])
    .optional()
    .describe(
      "How people sign in to the pages: slack or discord, with their account there; proxy, by a proxy in front; none, for trying out at this machine.",
    ),
  IBID_WEB_CLIENT_ID: set
    .optional()
    .describe("Client id of the Slack or Discord app, for signing in with it."),
  IBID_WEB_CLIENT_SECRET: set
    .optional()
    .meta(secret("Client secret of that app. Who has it can sign in as anybody.")),
  IBID_WEB_PROXY_ADDRESS: set
    .optional()
    .describe("Address from which the proxy's connections come, such as 127.0.0.1."),
  IBID_WEB_PROXY_HEADER: set
    .regex(/^[a-z0-9-]+$/iu, "must be the name of a header, such as x-forwarded-user")
    .optional()
    .describe("Header in which the proxy names the person; it must remove what a client sends in it."),
  IBID_PERSON_PER_MINUTE: count.default(10).describe("Questions that one person may ask in a minute."),
  IBID_PERSON_PER_HOUR: count.default(100).describe("Questions that one person may ask in an hour."),
  IBID_CHANNEL_PER_MINUTE: count.default(60).describe("Questions that one channel may ask in a minute."),
  SLACK_BOT_TOKEN: set
    .startsWith("xoxb-")
    .optional()
    .meta(secret("Slack bot token (xoxb-…); SLACK_APP_TOKEN is needed as well.")),
  SLACK_APP_TOKEN: set
    .startsWith("xapp-")
    .optional()
    .meta(secret("Slack app-level token (xapp-…) with connections:write.")),
  SLACK_API_URL: address
    // The names of its methods are appended to it.
    .transform((value) => (value.endsWith("/") ? value : `${value}/`))
    .default("https://slack.com/api/")
    .describe("Address of Slack's Web API, for gateways and tests."),
  DISCORD_TOKEN: set.optional().meta(secret("Discord bot token.")),
  DISCORD_GUILD_IDS: set
    .regex(/^\d{17,20}(?:[\s,]+\d{17,20})*$/u, "must be server ids, separated by commas")
    .optional()
    .describe("Comma-separated ids of the Discord servers where the bot answers. If empty, all of them."),
  DISCORD_API_URL: address
    .default("https://discord.com/api")
    .describe("Address of Discord's API, for gateways and tests."),
};

const schema = z.object(variables);

export type Config = Readonly<z.infer<typeof schema>>;

/** The values that must not appear in any output, also those of variables that are wrong. */
export function secretsIn(environment: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(variables).flatMap(([name, variable]) => {
    const value = environment[name];
    return variable.meta()?.secret === true && typeof value === "string" ? [value] : [];
  });
}

/** An empty variable counts as not set. Throws a ConfigError that names every problem. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  // The value itself is not repeated: it may be a secret.
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new ConfigError(`These settings are wrong:\n${problems.join("\n")}`);
}
