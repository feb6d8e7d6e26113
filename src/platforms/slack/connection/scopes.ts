// The scopes without which Slack does not say who reads along and who asks. An app that was installed before Ibid asked for
// them goes on without, and its operator is told what does not work until they are added.
import { z } from "zod";
import type { Log } from "#domain/log.ts";

const CHANNEL_SCOPES = ["channels:read", "groups:read", "mpim:read", "im:read"] as const;
const PERSON_SCOPE = "users:read";

export const EXPOSURE_SCOPES = [...CHANNEL_SCOPES, PERSON_SCOPE] as const;

export type Scopes = Readonly<{
  /** Notes what an answer of Slack says about the scopes of the bot's token, be it a refusal. */
  note(answer: unknown): void;
  /** As in `Platform`. */
  limitation(): string | undefined;
}>;

export function createScopes(log: Log): Scopes {
  let missing: readonly string[] = [];
  return {
    note(answer) {
      const found = missingIn(answer, missing);
      if (String(found) === String(missing)) return;
      missing = found;
      if (missing.length > 0)
        log.warn("slack.scopes-missing", { missing: missing.join(", "), remedy: stepsToAdd(missing) });
    },
    limitation: () => (missing.length === 0 ? undefined : limitationOf(missing)),
  };
}

const answered = z.object({
  error: z.string().optional(),
  needed: z.string().optional(),
  // Read by the client library from the header `x-oauth-scopes`, which whatever is in between may leave out.
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** `before`: those of EXPOSURE_SCOPES that earlier answers named; they stay when this one says nothing about scopes. */
function missingIn(answer: unknown, before: readonly string[]): readonly string[] {
  const { error, needed = "", response_metadata } = answered.safeParse(answer).data ?? {};
  const granted = response_metadata?.scopes;
  if (granted !== undefined) return missingOf(EXPOSURE_SCOPES, granted);
  if (error !== "missing_scope") return before;
  return EXPOSURE_SCOPES.filter((scope) => before.includes(scope) || needed.split(",").includes(scope));
}

export function missingOf(wanted: readonly string[], granted: readonly string[]): readonly string[] {
  return wanted.filter((scope) => !granted.includes(scope));
}

/** What the operator does about scopes that are missing. */
export function stepsToAdd(missing: readonly string[]): string {
  return [
    `1. At api.slack.com/apps, open the app and OAuth & Permissions, and add the bot scopes ${missing.join(", ")}.`,
    "2. Press Reinstall to Workspace.",
    "3. If the token has changed, put it into SLACK_BOT_TOKEN. Restart Ibid.",
  ].join(" ");
}

/** What does not work without them, in one sentence. */
export function limitationOf(missing: readonly string[]): string {
  const lacks = [
    ...(CHANNEL_SCOPES.some((scope) => missing.includes(scope))
      ? ["Share, shared channels and digests do not work"]
      : []),
    ...(missing.includes(PERSON_SCOPE) ? ["guests are answered like members"] : []),
  ];
  return `Until the Slack app has the scopes ${missing.join(", ")}, ${lacks.join(", and ")}.`;
}
