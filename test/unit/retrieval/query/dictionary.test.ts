import { expect, test } from "vitest";
import { isEnglish } from "#text/dictionary.ts";

test.each(["raid", "raids", "invading", "stopped", "carries", "quickly", "kindness", "attackers", "largest"])(
  "%s is English",
  (word) => {
    expect(isEnglish(word)).toBe(true);
  },
);

// "Chanel" is in the list as a name.
test.each(["higway", "chanels", "bordr", "xyz", "ing"])("%j is not", (word) => {
  expect(isEnglish(word)).toBe(false);
});
