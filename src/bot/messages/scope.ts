// Messages about who may see what.
import { formatScope } from "#access/scope.ts";
import type { Message } from "#domain/message.ts";
import type { ChannelScope, Refusal, Scope } from "#domain/scope.ts";
import { askerMessage } from "./blocks.ts";

/** Always the same words for the same reason: they must not tell whether there is anything to hide. */
export function refusalMessage(refusal: Refusal): Message {
  return askerMessage(refusalLine(refusal));
}

export function refusalLine(refusal: Refusal): string {
  return refusal.why === "outside" ? OUTSIDE : notPermittedLine(refusal.missing);
}

/** The bot was addressed by people from outside its organisation, or where they read along. */
const OUTSIDE =
  "Ibid answers only members of its own organisation, and only in channels that nobody else can read. An administrator of Ibid can open this channel with the scope command; if the channel is private, invite Ibid first.";

/** `missing`: what the platform calls the permission. */
function notPermittedLine(missing: string): string {
  return `Ibid cannot check who can read this channel, because it lacks the permission ${missing}. Whoever runs Ibid can add it; the log says how.`;
}

export function outsideMessage(): Message {
  return askerMessage(OUTSIDE);
}

type ScopeNotice = Readonly<{
  scope: Scope;
  /** Undefined where the defaults hold. */
  setting: ChannelScope | undefined;
  /** How many of the loaded reports are in the scope. */
  reports: number;
  isChanged: boolean;
}>;

export function scopeMessage({ scope, setting, reports, isChanged }: ScopeNotice): Message {
  const count = reports === 1 ? "1 report" : `${reports} reports`;
  const verb = isChanged ? "From the next question on" : "Here";
  const first = `${verb} Ibid sees ${formatScope(scope)}: ${count}.`;
  if (setting === undefined) return askerMessage(first, "This is the default.");
  const day = setting.changedAt.toISOString().slice(0, 10);
  return askerMessage(
    first,
    ...(setting.outsiders ? ["People from outside your organisation may see it in this channel too."] : []),
    ...(setting.outsiders && NARROW.has(setting.ceiling)
      ? [`By its label, ${setting.ceiling} is not for people outside your organisation.`]
      : []),
    `Set by ${setting.changedBy} on ${day}.`,
  );
}

const NARROW: ReadonlySet<string> = new Set(["TLP:AMBER+STRICT", "TLP:RED"]);
