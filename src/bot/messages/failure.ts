// What an asker reads when something did not work.
import type { Refusal } from "#bot/intake/rate-limit.ts";
import { ClosedError, UnconfirmedError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import { text } from "./blocks.ts";

/** What went wrong with a reply; the id is the one in the log. */
export function failureMessage(error: unknown, id: string): Message {
  if (error instanceof UnconfirmedError)
    return forAsker(
      `The answer may not have arrived, and that is logged as ${id}. If you do not see it, please ask again.`,
    );
  if (error instanceof ClosedError)
    return forAsker(
      `Ibid cannot post in that channel, and that is logged as ${id}. Invite it there and ask again.`,
    );
  return forAsker(`That did not work, and it is logged as ${id}. Please ask again.`);
}

/** A mistake of the asker, with how to put it right. */
export function usageMessage(line: string): Message {
  return forAsker(line);
}

/** More questions than one person or channel may ask. */
export function limitedMessage({ who, most, per, seconds }: Refusal): Message {
  const whose = who === "person" ? "You have" : "This channel has";
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return forAsker(`${whose} asked ${most} times in this ${per}. Ask again in ${wait}.`);
}

/** More questions at once than can be answered in good time. */
export function busyMessage(): Message {
  return forAsker("Busy. Ask again in a moment.");
}

/** For a place where the bot was not meant to be. */
export function elsewhereMessage(): Message {
  return forAsker("Ibid serves only the places that its operator has listed, and this is none of them.");
}

function forAsker(line: string): Message {
  return { audience: "asker", summary: line, blocks: [text(line)] };
}
