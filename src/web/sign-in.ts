// Who may read the pages.
import { isLoopback } from "#text/loopback.ts";

export type SignIn =
  /** Whoever sits at this machine, for trying out. */
  | Readonly<{ mode: "none" }>
  /** A proxy at this address signs people in, and names them in this header. */
  | Readonly<{ mode: "proxy"; address: string; header: string }>;

type Asking = Readonly<{
  headers: Headers;
  /** The address that the connection comes from. */
  remote: string | undefined;
}>;

export function isSignedIn(signIn: SignIn, { headers, remote }: Asking): boolean {
  if (signIn.mode === "proxy")
    return plainAddress(remote) === plainAddress(signIn.address) && (headers.get(signIn.header) ?? "") !== "";
  // A page of another site could have its own name lead to this machine, and read here what only its visitor may.
  return isLoopback(headers.get("host") ?? "");
}

/** An IPv4 address may come written as an IPv6 one. */
function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:/u, "");
}
