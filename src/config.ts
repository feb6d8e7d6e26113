// The one schema of the environment. Every bad variable is reported at once, with the remedy.
import { z } from "zod";
import { ConfigError } from "#domain/errors.ts";

const optional = (description: string) => z.string().trim().min(1).optional().describe(description);

/** Variables by name; descriptions become `.env.example` and the README's table. */
export const variables = {
  IBID_KNOWLEDGE: z.string().trim().min(1).default("knowledge").describe("Folder that holds the reports."),
  SLACK_BOT_TOKEN: optional("Slack bot token (xoxb-…); needs SLACK_APP_TOKEN beside it."),
  SLACK_APP_TOKEN: optional("Slack app-level token (xapp-…) with connections:write."),
  DISCORD_TOKEN: optional("Discord bot token."),
};

const schema = z.object(variables);

export type Config = Readonly<z.infer<typeof schema>>;

/** Reads the variables; an empty one counts as not set. Throws ConfigError that names each problem. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ConfigError(`The settings do not work:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
}
