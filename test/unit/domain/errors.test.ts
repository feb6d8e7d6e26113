import { expect, test } from "vitest";
import { stackOf } from "#domain/errors.ts";

test("an error that hides its reason in its cause is printed with the cause's code", () => {
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  const lines = stackOf(new TypeError("fetch failed", { cause })).split("\n");
  expect([lines[0], lines.at(-1)]).toEqual(["TypeError: fetch failed", "    caused by ECONNREFUSED"]);
});
