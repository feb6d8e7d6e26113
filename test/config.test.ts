import { expect, test } from "vitest";
import { parseConfig } from "#config.ts";

test("an empty environment gets the defaults", () => {
  expect(parseConfig({})).toEqual({ IBID_KNOWLEDGE: "knowledge" });
});

test("an empty value counts as not set", () => {
  expect(parseConfig({ SLACK_BOT_TOKEN: "", IBID_KNOWLEDGE: "" })).toEqual({ IBID_KNOWLEDGE: "knowledge" });
});
