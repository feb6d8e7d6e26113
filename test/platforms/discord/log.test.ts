import { DiscordAPIError, HTTPError } from "discord.js";
import { expect, test } from "vitest";
import { reasonOf } from "#platforms/discord/connection/log.ts";

const coded = (error: Error, code: string) => Object.assign(error, { code });
const request = { body: undefined, files: undefined };
const refusal = {
  code: 50_035,
  message: "Invalid Form Body",
  errors: { name: { _errors: [{ code: "TOO_LONG", message: "Too long" }] } },
};

test.each([
  [
    new TypeError("fetch failed", { cause: coded(new Error("getaddrinfo"), "ENOTFOUND") }),
    "fetch failed: ENOTFOUND",
  ],
  [coded(new AggregateError([], ""), "ECONNREFUSED"), "ECONNREFUSED"],
  [coded(new Error("self-signed certificate"), "DEPTH_ZERO"), "self-signed certificate (DEPTH_ZERO)"],
  [new DOMException("This operation was aborted", "AbortError"), "This operation was aborted"],
  [new HTTPError(502, "Bad Gateway", "GET", "https://discord.com/", request), "502 Bad Gateway"],
  [
    new DiscordAPIError(refusal, 50_035, 400, "PUT", "https://discord.com/", request),
    "Invalid Form Body; name[TOO_LONG]: Too long (50035)",
  ],
  ["just words", "just words"],
])("%s: the reason is one line, with the name of the cause", (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
