// A platform in memory: accepts posts, and fails in every way that the port allows for, as a test demands.
import type { Poster } from "#digest/deps.ts";
import type { Message } from "#domain/message.ts";
import type { Exposure, Platform } from "#domain/platform.ts";

type FakePost = Readonly<{ channel: string; key: string; message: Message; postedAt: number }>;

/** What happens to the next post. `before` and `after`: the platform fails before or after it has accepted the post. */
export type PostFault =
  | "unknown-before"
  | "unknown-after"
  | "hang-before"
  | "hang-after"
  | "rejected"
  | Readonly<{ limited: number }>
  | Readonly<{ closed: "channel" | "platform" }>;

export type FakePlatform = Readonly<{
  posts: FakePost[];
  directMessages: Readonly<{ person: string; message: Message }>[];
  /** The key of every attempt. */
  tried: string[];
  /** The next posts fail like this, one after another. */
  faults: PostFault[];
  /** The next searches for a post fail like this. */
  lookups: ("not-permitted" | "unreachable" | "hang")[];
  /** Ends every hanging call, as when the client gives up the connection. */
  release(): void;
  poster: Poster & Pick<Platform, "exposure">;
  /** Who reads a channel, by its id; members of the organisation only where nothing is set. */
  readers: Map<string, Exposure>;
}>;

export function createFakePlatform(now: () => number): FakePlatform {
  const posts: FakePost[] = [];
  const directMessages: FakePlatform["directMessages"] = [];
  const tried: string[] = [];
  const faults: PostFault[] = [];
  const lookups: FakePlatform["lookups"] = [];
  const hanging: (() => void)[] = [];
  const readers: FakePlatform["readers"] = new Map();
  const hang = () => new Promise<void>((resolve) => hanging.push(resolve));
  const post: Poster["post"] = async (channel, message, key) => {
    tried.push(key);
    const fault = faults.shift();
    const arrives = fault === undefined || (typeof fault === "string" && fault.endsWith("-after"));
    if (arrives) posts.push({ channel, key, message, postedAt: now() });
    if (fault === undefined)
      return {
        kind: "posted",
        post: { channel, message: `m${posts.length}`, link: `https://fake.example/${key}` },
      };
    if (fault === "rejected") return { kind: "rejected", reason: "invalid_blocks" };
    if (typeof fault !== "string")
      return "limited" in fault
        ? { kind: "limited", seconds: fault.limited }
        : { kind: "closed", scope: fault.closed, reason: "not_in_channel" };
    if (fault.startsWith("hang")) await hang();
    return { kind: "unknown", reason: "the answer was lost" };
  };
  return {
    posts,
    directMessages,
    tried,
    faults,
    lookups,
    release() {
      for (const resolve of hanging.splice(0)) resolve();
    },
    readers,
    poster: {
      exposure: {
        channel: async (id) => readers.get(id) ?? { kind: "internal" },
        person: async () => ({ kind: "internal" }),
      },
      post,
      async directMessage(person, message) {
        directMessages.push({ person, message });
        return { kind: "posted", post: { channel: person, message: "direct" } };
      },
      async findPost(channel, key, since) {
        const fault = lookups.shift();
        if (fault === "hang") await hang();
        if (fault !== undefined) return fault === "hang" ? "unreachable" : fault;
        const found = posts.find(
          (post) => post.channel === channel && post.key === key && post.postedAt >= since.getTime(),
        );
        return found === undefined ? "absent" : { channel, message: "found" };
      },
    },
  };
}
