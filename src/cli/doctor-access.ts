// What the doctor says of access: the channels that have a setting or a digest, who reads them, and what they may see.
import { formatScope } from "#access/scope.ts";
import type { CheckResult } from "#domain/diagnostic.ts";
import { type ChannelRef, channelId } from "#domain/digest.ts";
import type { Exposure, Platform } from "#domain/platform.ts";
import type { ChannelScope } from "#domain/scope.ts";
import { listChannelScopes } from "#store/access/channel-scope.ts";
import type { Database } from "#store/database.ts";
import type { UnreadableRow } from "#store/parse-row.ts";
import { listActive } from "#store/subscription.ts";

// A longer list is read in the store rather than here.
const MAX_CHANNELS = 100;

type AccessCheck = Readonly<{ database: Database; platforms: readonly Platform[] }>;

/** One line a channel. A digest that its channel's readers may not see is a warning: it is suspended when it is due. */
export async function checkAccess({ database, platforms }: AccessCheck): Promise<readonly CheckResult[]> {
  const scopes = readable(await listChannelScopes(database));
  const digests = readable(await listActive(database, { after: "", max: MAX_CHANNELS }));
  const withDigest = new Set(digests.map(channelId));
  const channels = new Map<string, ChannelRef>([...digests, ...scopes].map((one) => [channelId(one), one]));
  const results: CheckResult[] = [];
  for (const [id, { platform, channel }] of [...channels].slice(0, MAX_CHANNELS)) {
    const served = platforms.find(({ name }) => name === platform);
    if (served === undefined) continue;
    const scope = scopes.find((one) => channelId(one) === id);
    const exposure = await served.exposure.channel(channel);
    results.push(describeChannel({ platform, channel }, { scope, exposure, hasDigest: withDigest.has(id) }));
  }
  return results;
}

/** A row that cannot be read is reported when the bot needs it. */
function readable<Row extends object>(rows: readonly (Row | UnreadableRow)[]): readonly Row[] {
  return rows.flatMap((row) => ("unreadable" in row ? [] : [row]));
}

type ChannelState = Readonly<{ scope: ChannelScope | undefined; exposure: Exposure; hasDigest: boolean }>;

const READERS: Readonly<Record<Exposure["kind"], string>> = {
  internal: "members of the organisation only",
  external: "people from outside too",
  unknown: "unknown: the platform does not say",
  "not-permitted": "the bot may not ask",
};

function describeChannel(
  { platform, channel }: ChannelRef,
  { scope, exposure, hasDigest }: ChannelState,
): CheckResult {
  const seen = scope === undefined ? "the defaults" : formatScope(scope);
  const open = scope?.outsiders === true ? ", open to people from outside" : "";
  const set =
    scope === undefined ? "" : `, set by ${scope.changedBy} on ${scope.changedAt.toISOString().slice(0, 10)}`;
  const message = `channel ${channel}: ${seen}${open}${set}; read by: ${READERS[exposure.kind]}`;
  if (!hasDigest || scope?.outsiders === true || exposure.kind === "internal")
    return { about: platform, severity: "ok", message };
  const hint =
    "its digest is not posted until an administrator opens the channel with /ibid scope set \u2026 up to \u2026";
  return { about: platform, severity: "warning", message, hint };
}
