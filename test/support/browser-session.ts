// What a browser does when somebody signs in, without the browser: it keeps cookies, sends forms and follows refreshes and links.

export type BrowserSession = Readonly<{
  get(url: string): Promise<Page>;
  post(url: string): Promise<Page>;
  /** By the page of the platform: returns where "Allow" or "Deny" leads. */
  answer(page: Page, label: "Allow" | "Deny"): Promise<string>;
}>;

type Page = Readonly<{ status: number; headers: Headers; body: string }>;

export function createBrowserSession(): BrowserSession {
  const cookies = new Map<string, string>();
  const ask = async (method: "GET" | "POST", url: string): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { method, redirect: "manual", headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const get = (url: string) => ask("GET", url);
  return {
    get,
    post: (url) => ask("POST", url),
    async answer({ headers }, label) {
      const consent = await get(/url=(.*)$/u.exec(headers.get("refresh") ?? "")?.[1] ?? "");
      const link = new RegExp(`<a href="([^"]*)">${label}</a>`, "u").exec(consent.body)?.[1] ?? "";
      return link.replaceAll("&amp;", "&");
    },
  };
}
