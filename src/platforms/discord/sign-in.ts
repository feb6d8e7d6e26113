// Sign in with Discord, by OAuth2 (docs.discord.com/developers/topics/oauth2). The person grants nothing but to be known: whether
// they are a member of a server, the bot asks with its own token, at the sign-in and later.
import { REST, Routes } from "discord.js";
import type { SignInProvider } from "#domain/platform.ts";
import { reasonOf } from "./connection/log.ts";
import { idOf, restOptions } from "./connection/rest.ts";
import type { Guilds } from "./intake/guilds.ts";

type SignInDeps = Readonly<{ api: string; guilds: Pick<Guilds, "serves"> }>;

export function createSignIn({ api, guilds }: SignInDeps): SignInProvider {
  return {
    label: "Discord",
    server: {
      issuer: new URL(api).origin,
      authorization_endpoint: new URL("/oauth2/authorize", api).href,
      token_endpoint: `${api}/oauth2/token`,
    },
    scope: "identify",
    async identify({ accessToken }) {
      const rest = new REST({ ...restOptions(api), authPrefix: "Bearer" }).setToken(accessToken);
      const person = idOf(await rest.get(Routes.user()));
      return (await guilds.serves(null, person)) ? person : undefined;
    },
    async exposure(person) {
      try {
        return { kind: (await guilds.serves(null, person)) ? "internal" : "external" };
      } catch (error) {
        return { kind: "unknown", reason: reasonOf(error) };
      }
    },
  };
}
