// How Slack and Discord sign people in to other sites: a page that asks, a code for one use, a token. It refuses what the real ones
// would: another client, another address to return to, a code twice, a wrong proof.
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { freePort } from "./process.ts";

/** Whose browser it is. `team`: of Slack. */
type Account = Readonly<{ id: string; team?: string }>;

export type OAuth = Readonly<{
  /** What the operator has entered in the app's settings. */
  client: { id: string; secret: string; redirectUri: string };
  /** Who is signed in to the platform in the browser, and allows whatever is asked. */
  account: { current: Account };
  /** The token endpoint answers with this status while it is set. */
  outage: { status?: number };
  /** False for requests that are about something else. */
  answer(request: OAuthRequest, response: ServerResponse): boolean;
}>;

type OAuthRequest = Readonly<{
  url: URL;
  body: Readonly<Record<string, unknown>>;
  authorization: string | undefined;
}>;

type Granted = Readonly<{
  account: Account;
  nonce: string | null;
  challenge: string | null;
  redirectUri: string;
}>;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export function createOAuth(): OAuth {
  const client = { id: "100.200", secret: "client-secret-of-tests", redirectUri: "" };
  const account: OAuth["account"] = { current: { id: "U1", team: "T1" } };
  const outage: OAuth["outage"] = {};
  const codes = new Map<string, Granted>();
  const tokens = new Map<string, Account>();
  const json = (response: ServerResponse, status: number, body: unknown) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

  function authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const redirectUri = asked.get("redirect_uri") ?? "";
    if (asked.get("client_id") !== client.id || redirectUri !== client.redirectUri) {
      json(response, 400, { error: "bad_client_or_redirect_uri" });
      return;
    }
    const code = randomUUID();
    codes.set(code, {
      account: account.current,
      nonce: asked.get("nonce"),
      challenge: asked.get("code_challenge"),
      redirectUri,
    });
    const back = (answer: Record<string, string>) =>
      `${redirectUri}?${new URLSearchParams({ ...answer, state: asked.get("state") ?? "" })}`.replaceAll(
        "&",
        "&amp;",
      );
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<!doctype html><title>Allow?</title><a href="${back({ code })}">Allow</a> <a href="${back({ error: "access_denied" })}">Deny</a>`,
    );
  }

  function exchange({ url, body }: OAuthRequest, response: ServerResponse): void {
    if (outage.status !== undefined) {
      json(response, outage.status, { ok: false });
      return;
    }
    const granted = codes.get(String(body.code));
    codes.delete(String(body.code));
    const proof = createHash("sha256")
      .update(String(body.code_verifier ?? ""))
      .digest("base64url");
    const isClient = body.client_id === client.id && body.client_secret === client.secret;
    if (
      granted === undefined ||
      !isClient ||
      body.grant_type !== "authorization_code" ||
      body.redirect_uri !== granted.redirectUri ||
      (granted.challenge !== null && granted.challenge !== proof)
    ) {
      json(response, 400, { ok: false, error: "invalid_grant" });
      return;
    }
    const token = randomUUID();
    tokens.set(token, granted.account);
    const { id, team } = granted.account;
    const idToken = signed({
      iss: url.origin,
      aud: client.id,
      sub: id,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 300,
      nonce: granted.nonce,
      "https://slack.com/team_id": team,
      "https://slack.com/user_id": id,
    });
    json(response, 200, {
      ok: true,
      access_token: token,
      token_type: "Bearer",
      ...(team === undefined ? {} : { id_token: idToken }),
    });
  }

  return {
    client,
    account,
    outage,
    answer(request, response) {
      const { pathname } = request.url;
      const bearer = tokens.get(request.authorization?.replace(/^Bearer /u, "") ?? "");
      if (/^\/(?:openid\/connect|oauth2)\/authorize$/u.test(pathname)) authorize(request.url, response);
      else if (/^\/api\/(?:openid\.connect\.token|oauth2\/token)$/u.test(pathname))
        exchange(request, response);
      else if (pathname === "/api/v10/users/@me" && bearer !== undefined)
        json(response, 200, { id: bearer.id });
      else return false;
      return true;
    },
  };
}

/** Settings for reader pages on a free port, into which people sign in with their account of that platform. */
export async function setUpSignIn(platform: string, { client }: OAuth) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  client.redirectUri = `${origin}/sign-in/callback`;
  const environment = {
    IBID_WEB_PORT: String(port),
    IBID_WEB_URL: origin,
    IBID_WEB_SIGN_IN: platform,
    IBID_WEB_CLIENT_ID: client.id,
    IBID_WEB_CLIENT_SECRET: client.secret,
  };
  return { port, origin, environment };
}

function signed(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createSign("sha256").update(text).sign(privateKey, "base64url")}`;
}
