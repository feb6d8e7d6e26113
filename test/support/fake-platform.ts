// A platform in the process: takes posts, and fails in every way that the port allows for.
import type { Poster } from "#digest/deps.ts";
import type { Message } from "#domain/message.ts";

type FakePost = Readonly<{ channel: string; key: string; message: Message; at: number }>;

/** What becomes of the next post: `after` means that it stands in the channel all the same. */
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
  told: Readonly<{ person: string; message: Message }>[];
  tried: string[];
  faults: PostFault[];
  lookups: ("not-permitted" | "unreachable" | "hang")[];
  /** Ends every hanging call, as a connection does that is given up. */
  release(): void;
  poster: Poster;
}>;

export function createFakePlatform(now: () => number): FakePlatform {
  const [posts, told, tried]: [FakePost[], FakePlatform["told"], string[]] = [[], [], []];
  const [faults, lookups]: [PostFault[], FakePlatform["lookups"]] = [[], []];
  const hanging: (() => void)[] = [];
  const hang = () => new Promise<void>((resolve) => hanging.push(resolve));
  const post: Poster["post"] = async (channel, message, key) => {
    tried.push(key);
    const fault = faults.shift();
    const arrives = fault === undefined || (typeof fault === "string" && fault.endsWith("-after"));
    if (arrives) posts.push({ channel, key, message, at: now() });
    if (fault === undefined)
      return {
        kind: "posted",
        post: { channel, message: `m${posts.length}`, link: `https://board.example/${key}` },
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
    ...{ posts, told, tried, faults, lookups },
    release() {
      for (const resolve of hanging.splice(0)) resolve();
    },
    poster: {
      post,
      async directMessage(person, message) {
        told.push({ person, message });
        return { kind: "posted", post: { channel: person, message: "told" } };
      },
      async findPost(channel, key, since) {
        const fault = lookups.shift();
        if (fault === "hang") await hang();
        if (fault !== undefined) return fault === "hang" ? "unreachable" : fault;
        const found = posts.find(
          (post) => post.channel === channel && post.key === key && post.at >= since.getTime(),
        );
        return found === undefined ? "absent" : { channel, message: "found" };
      },
    },
  };
}
