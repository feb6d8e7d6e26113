import { expect, test } from "vitest";
import { createMentionTest } from "#retrieval/absence/mention.ts";
import { foldText } from "#retrieval/analysis/folded-text.ts";

// The word as typed, a text that has a form of it, and what makes the two differ.
const MENTIONED: readonly (readonly [word: string, text: string, folding: string])[] = [
  ["f35s", "the F-35 aircraft", "hyphen and plural"],
  ["F 35", "the F-35 aircraft", "space"],
  ["co-operate", "they cooperate", "joined"],
  ["cooperation", "to co-operate", "parted"],
  ["cyberattacks", "a cyber attack", "compound in two words"],
  ["invaded", "an invasion", "verb and noun"],
  ["hid", "what they hide", "irregular verb"],
  ["mice", "a mouse", "irregular plural"],
  ["policies", "the policy", "plural in ies"],
  ["organisation", "the organization", "spelling"],
  ["Erdogan", "President Erdo\u011Fan", "accent"],
  ["Qaddafi", "Muammar Kadhafi", "another transcription"],
  ["Huseyniyun", "the Huseyniyyun", "doubled letters"],
  ["2018", "the 2017-18 season", "short year"],
  ["1250", "1,250 soldiers", "thousands"],
  ["12", "twelve soldiers", "number as a word"],
  ["911", "the attacks of 9/11", "slash"],
  ["2001", "directive 20-01", "hyphen between digits"],
  ["BOD", "Binding Operational Directive 20-01", "initials"],
  ["G7", "the Group of Seven", "number of a name as a word"],
  ["Tehrans", "Tehran's concerns", "possessive"],
];

test.each(MENTIONED)("%j is mentioned in %j: %s", (word, text) => {
  expect(createMentionTest(word, { text: word })(foldText(text))).toBe(true);
});

test("the words around it are looked up by their initials", () => {
  expect(
    createMentionTest("Nations", { text: "what do the United Nations say?" })(foldText("The UN said so.")),
  ).toBe(true);
});

test("an acronym of the question does not stand for itself and the next word", () => {
  expect(
    createMentionTest("sanctions", { text: "which US sanctions apply?" })(foldText("The US said so.")),
  ).toBe(false);
});

test.each([
  ["sanctions", "Iran and Azerbaijan share a border."],
  ["F-16", "the F-35 aircraft"],
  ["1250", "1,350 soldiers"],
  ["Majlis", "the parliament warned"],
])("%j is not mentioned in %j", (word, text) => {
  expect(createMentionTest(word, { text: word })(foldText(text))).toBe(false);
});
