// Digests that become due during the run, a few in every minute, and what became of them.
import { kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import type { Harness } from "#test/tools/soak/chaos/harnesses.ts";
import { countBy, type DailyDigest } from "#test/tools/soak/subscribe.ts";

export type DigestFates = Readonly<{ due: number; posted: number; lost: number; doubled: number }>;

/** One for each channel, the same number in each minute of the span, which begins and ends at these instants. */
export function planDigests(
  { platform, channels }: Harness,
  from: number,
  to: number,
): readonly DailyDigest[] {
  const minutes = Math.floor((to - from) / 60_000) + 1;
  const first = Math.floor(from / 60_000);
  return channels.map((channel, index) => ({
    platform,
    channel,
    dueAt: (first + (index % minutes)) * 60_000,
  }));
}

/** Of those of one platform that are due at this instant, or were for a while because the clock was ahead. */
export async function digestFates(
  folder: string,
  { harness, planned, now }: Readonly<{ harness: Harness; planned: readonly DailyDigest[]; now: number }>,
): Promise<DigestFates> {
  const store = await openStore(folder);
  const rows = await kyselyOf(store.database).selectFrom("delivery").select("subscription").execute();
  await store.close();
  const begun = new Set(rows.map(({ subscription }) => subscription));
  const due = planned.filter(
    ({ platform, channel, dueAt }) =>
      platform === harness.platform && (dueAt <= now || begun.has(`${platform}:${channel}`)),
  );
  const posts = countBy(harness.posts());
  const count = (holds: (posts: number) => boolean) =>
    due.filter(({ channel }) => holds(posts.get(channel) ?? 0)).length;
  return {
    due: due.length,
    posted: count((times) => times === 1),
    lost: count((times) => times === 0),
    doubled: count((times) => times > 1),
  };
}
