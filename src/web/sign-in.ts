// Who may read the pages.
import type { Context } from "hono";
import { isLoopback } from "#text/loopback.ts";
import type { AccountSignIn } from "./account.ts";

export type SignIn =
  /** Whoever sits at this machine, for trying out. */
  | Readonly<{ mode: "none" }>
  /** A proxy at this address signs people in, and names them in this header. */
  | Readonly<{ mode: "proxy"; address: string; header: string }>
  /** People sign in with their account of a platform. */
  | AccountSignIn;

/** `remote`: the address that the connection comes from. Rejects when the platform does not tell who the person is now. */
export async function maySee(signIn: SignIn, context: Context, remote: string | undefined): Promise<boolean> {
  switch (signIn.mode) {
    case "account":
      return signIn.isReader(context);
    case "proxy":
      return (
        plainAddress(remote) === plainAddress(signIn.address) &&
        (context.req.header(signIn.header) ?? "") !== ""
      );
    case "none":
      // A page of another site could have its own name lead to this machine, and read here what only its visitor may.
      return isLoopback(context.req.header("host") ?? "");
  }
}

/** An IPv4 address may come written as an IPv6 one. */
function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:/u, "");
}
