import { expect, test } from "vitest";
import { parseConfig } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";

test("an empty environment gets the defaults", () => {
  expect(parseConfig({})).toEqual({
    IBID_KNOWLEDGE: "knowledge",
    IBID_DATA: "data",
    IBID_COMMAND_PREFIX: "",
    IBID_TIME_ZONE: "UTC",
    IBID_DEFAULT_SETS: "all",
    IBID_DEFAULT_CEILING: "TLP:AMBER+STRICT",
    IBID_UNKNOWN_POST: "resend",
    IBID_HOST: "127.0.0.1",
    IBID_PERSON_PER_MINUTE: 10,
    IBID_PERSON_PER_HOUR: 100,
    IBID_CHANNEL_PER_MINUTE: 60,
    SLACK_API_URL: "https://slack.com/api/",
    DISCORD_API_URL: "https://discord.com/api",
  });
});

test("every bad variable is reported at once, by name, and its value is never repeated", () => {
  const bad = {
    SLACK_BOT_TOKEN: "not-a-token-4711",
    IBID_COMMAND_PREFIX: "No Spaces",
    DISCORD_GUILD_IDS: "general",
    PORT: "eighty",
    IBID_PERSON_PER_HOUR: "-77",
  };
  expect(() => parseConfig(bad)).toThrow(ConfigError);
  try {
    parseConfig(bad);
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    for (const [name, value] of Object.entries(bad)) {
      expect(message).toContain(name);
      expect(message).not.toContain(value);
    }
  }
});

test("Slack's address gets the final slash that its methods are appended to", () => {
  for (const address of ["http://127.0.0.1:7601/api", "http://127.0.0.1:7601/api/"])
    expect(parseConfig({ SLACK_API_URL: address }).SLACK_API_URL).toBe("http://127.0.0.1:7601/api/");
});

test("an empty value counts as not set", () => {
  expect(parseConfig({ SLACK_BOT_TOKEN: "", IBID_KNOWLEDGE: "" })).toEqual(parseConfig({}));
});

test.each([",", " ; ", '""', "-"])(
  "a list of admins without an id (%s) is refused: it would let everyone in",
  (admins) => {
    expect(() => parseConfig({ IBID_ADMINS: admins })).toThrow(/IBID_ADMINS: must be ids of people/u);
  },
);

test("lists of admins go on working, with commas, spaces and either platform's ids", () => {
  for (const admins of ["U7, U8", "U1 200000000000000001", "W012A3CDE,"])
    expect(parseConfig({ IBID_ADMINS: admins }).IBID_ADMINS).toBe(admins);
});
