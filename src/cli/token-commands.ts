// The commands that make, show and take away access tokens.
import { type CliCommand, defineCommand } from "./command.ts";

const tokenNew = defineCommand({
  name: "token new",
  arguments: "<whose it is>",
  summary: "make an access token, with which an assistant asks over the network; --scope says what it sees",
  options: {},
  async run({ words, config }) {
    const { createToken } = await import("./token.ts");
    process.stdout.write(`${await createToken(words.join(" ").trim(), config())}\n`);
    return 0;
  },
});

const tokenList = defineCommand({
  name: "token list",
  arguments: "",
  summary: "show the access tokens, without their secrets",
  options: {},
  async run({ config }) {
    process.stdout.write(`${await (await import("./token.ts")).listTokens(config())}\n`);
    return 0;
  },
});

const tokenRevoke = defineCommand({
  name: "token revoke",
  arguments: "<id>",
  summary: "take an access token away",
  options: {},
  async run({ words: [id = ""], config }) {
    process.stdout.write(`${await (await import("./token.ts")).revokeToken(id, config())}\n`);
    return 0;
  },
});

export const tokenCommands: readonly CliCommand[] = [tokenNew, tokenList, tokenRevoke];
