// Decides who may see what: the channel, the person and the platform's word on both are given, and the answer is a scope or a
// refusal. Nothing else decides this.
import type { ChannelRef } from "#domain/digest.ts";
import type { Exposure, Invocation, Platform } from "#domain/platform.ts";
import type { Decision, PostDecision, Refusal, Scope } from "#domain/scope.ts";
import type { Database } from "#store/database.ts";
import type { ChannelScopes } from "./channel-scopes.ts";

export type Access = Readonly<{
  /** For a reply to the asker, or to a mention in public. */
  decide(invocation: Asked): Promise<Decision>;
  /** For a reader of the pages, who sees there what a direct message would show. */
  decideReader(exposure: Exposure): Decision;
  /** For a post that everybody in the channel reads: a digest, its announcement, a shared answer. */
  decidePost(channel: ChannelRef): Promise<PostDecision>;
  /** What the channel may see as far as its setting goes; whether anybody may see it there is for the others to decide. */
  scopeOf(channel: ChannelRef, transaction?: Database): Promise<Scope>;
  /** What channels without a setting, direct messages and programs may see. */
  defaults: Scope;
}>;

type Asked = Pick<Invocation, "platform" | "channel" | "asker">;

type AccessDeps = Readonly<{
  scopes: Pick<ChannelScopes, "find">;
  /** Undefined when the process does not serve that platform. */
  exposureIn(platform: string): Platform["exposure"] | undefined;
  defaults: Scope;
}>;

export function createAccess({ scopes, exposureIn, defaults }: AccessDeps): Access {
  return {
    defaults,
    async decide({ platform, channel, asker }) {
      const isDirect = channel.kind === "direct" || channel.id === "";
      // What a channel may see never widens what a person may see in private.
      const setting = isDirect ? undefined : await scopes.find({ platform, channel: channel.id });
      if (setting?.outsiders === true) return { kind: "allowed", scope: setting };
      const exposure = exposureIn(platform) ?? NOT_SERVED;
      const [person, readers] = await Promise.all([
        asker.isOutsider === true ? EXTERNAL : exposure.person(asker.id),
        isDirect ? INTERNAL : exposure.channel(channel.id),
      ]);
      if (channel.isShared === true && readers.kind === "not-permitted") return refusalFor(readers);
      // Where the platform does not let the bot ask, what it said with the event has to do.
      const outside = [channel.isShared === true ? EXTERNAL : readers, person].find(isOutside);
      return outside === undefined ? { kind: "allowed", scope: setting ?? defaults } : refusalFor(outside);
    },
    decideReader: (exposure) =>
      isOutside(exposure) ? refusalFor(exposure) : { kind: "allowed", scope: defaults },
    async decidePost(channel) {
      const setting = await scopes.find(channel);
      if (setting?.outsiders === true) return { kind: "allowed", scope: setting };
      const readers = await (exposureIn(channel.platform) ?? NOT_SERVED).channel(channel.channel);
      if (readers.kind === "internal") return { kind: "allowed", scope: setting ?? defaults };
      if (readers.kind !== "unknown") return refusalFor(readers);
      return { ...readers, isClosed: readers.isClosed === true };
    },
    scopeOf: async (channel, transaction) => (await scopes.find(channel, transaction)) ?? defaults,
  };
}

const INTERNAL: Exposure = { kind: "internal" };
const EXTERNAL: Exposure = { kind: "external" };

const UNKNOWN: Exposure = { kind: "unknown", reason: "the platform is not served here" };
const NOT_SERVED: Platform["exposure"] = { channel: async () => UNKNOWN, person: async () => UNKNOWN };

type Outside = Extract<Exposure, { kind: "external" | "unknown" }>;

function isOutside(exposure: Exposure): exposure is Outside {
  return exposure.kind === "external" || exposure.kind === "unknown";
}

function refusalFor(exposure: Exclude<Exposure, { kind: "internal" }>): Refusal {
  switch (exposure.kind) {
    case "external":
      return { kind: "refused", why: "outside" };
    case "unknown":
      return { kind: "refused", why: "outside", reason: exposure.reason };
    case "not-permitted":
      return { kind: "refused", why: "not-permitted", missing: exposure.missing };
  }
}

/** For a process without platforms: whoever is at the console has the files. */
export function createLocalAccess(scope: Scope): Access {
  const decideReader = () => ({ kind: "allowed", scope }) as const;
  const decide = async () => decideReader();
  return { defaults: scope, decide, decideReader, decidePost: decide, scopeOf: async () => scope };
}
