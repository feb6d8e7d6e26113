// What a browser keeps: who has signed in, and for ten minutes the sign-in that it has begun. Both are signed, with keys made of
// the client secret: they hold after a restart and in every process, and a new secret ends them.
import { createHmac } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { z } from "zod";

const session = z.object({ person: z.string().min(1) });

const pendingSignIn = z.object({
  state: z.string(),
  /** Bound into the ID token, or proven to the token endpoint (PKCE). */
  secret: z.string(),
  /** What was asked for, with its query. */
  path: z.string(),
});

type Session = Readonly<z.infer<typeof session>>;
export type PendingSignIn = Readonly<z.infer<typeof pendingSignIn>>;

// In seconds.
const SESSION_TIME = 12 * 60 * 60;
const PENDING_TIME = 10 * 60;

type Cookie<Value> = Readonly<{
  /** Undefined when there is none, or it is not of this server, or too old. */
  read(context: Context): Promise<Value | undefined>;
  write(context: Context, value: Value): Promise<void>;
  remove(context: Context): void;
}>;

export type Cookies = Readonly<{ session: Cookie<Session>; pending: Cookie<PendingSignIn> }>;

export function createCookies(clientSecret: string, now: () => Date): Cookies {
  const make = <Value>(name: string, schema: z.ZodType<Value>, seconds: number): Cookie<Value> => {
    // A key for each, so that neither can be used as the other.
    const key = createHmac("sha256", clientSecret).update(`ibid ${name}`).digest();
    const stored = z.object({ value: schema, until: z.number() });
    return {
      async read(context) {
        const written = await getSignedCookie(context, key, name, "host");
        if (typeof written !== "string") return undefined;
        const { data } = stored.safeParse(JSON.parse(written));
        return data !== undefined && now().getTime() < data.until ? data.value : undefined;
      },
      async write(context, value) {
        const until = now().getTime() + seconds * 1000;
        await setSignedCookie(context, name, JSON.stringify({ value, until }), key, {
          prefix: "host",
          path: "/",
          secure: true,
          httpOnly: true,
          sameSite: "Lax",
          maxAge: seconds,
        });
      },
      remove: (context) => void deleteCookie(context, name, { prefix: "host", path: "/", secure: true }),
    };
  };
  return {
    session: make("ibid-session", session, SESSION_TIME),
    pending: make("ibid-sign-in", pendingSignIn, PENDING_TIME),
  };
}
