// What a linter of Dockerfiles would say, and that the compose file holds the process as tight as it can be held.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { variables } from "#config.ts";

type Instruction = Readonly<{ name: string; rest: string }>;

/** Comments gone, continued lines joined. */
const dockerfile: readonly Instruction[] = readFileSync("Dockerfile", "utf8")
  .replace(/^#.*\n/gmu, "")
  .replace(/\\\n\s*/gu, "")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [, name = "", rest = ""] = /^(\S+)\s+(.*)$/u.exec(line) ?? [];
    return { name, rest };
  });
const all = (name: string) => dockerfile.filter((one) => one.name === name).map(({ rest }) => rest);
const { scripts, engines } = JSON.parse(readFileSync("package.json", "utf8"));

test("every instruction is known, in capitals, and begins with the image", () => {
  const known = "FROM ENV WORKDIR COPY RUN VOLUME USER EXPOSE HEALTHCHECK CMD".split(" ");
  expect(dockerfile.filter(({ name }) => !known.includes(name))).toEqual([]);
  expect(dockerfile[0]?.name).toBe("FROM");
});

test("the image is one version of Node that the package asks for, never `latest`", () => {
  const [image = ""] = all("FROM");
  expect(image).toMatch(/^node:\d+(?:\.\d+)*-slim$/u);
  expect(engines.node).toBe(`>=${/\d+/u.exec(image)?.[0]}`);
});

test("it runs as an ordinary user, who is set after the last step that needs root", () => {
  expect(all("USER")).toEqual(["node"]);
  const user = dockerfile.findIndex(({ name }) => name === "USER");
  expect(dockerfile.slice(user).filter(({ name }) => name === "RUN" || name === "COPY")).toEqual([]);
});

test("process 1 is node itself, started as `npm start` does", () => {
  expect(all("CMD").map((rest) => JSON.parse(rest))).toEqual([String(scripts.start).split(" ")]);
});

test("what is installed is what the lockfile says, without development and without scripts", () => {
  const [install = ""] = all("RUN").filter((run) => run.includes("npm"));
  expect(install).toMatch(/^npm ci --omit=dev --ignore-scripts && npm cache clean --force$/u);
  expect(all("RUN").join(" ")).not.toMatch(/sudo|curl|wget|apt/u);
});

test("only what production needs is copied, each of it exists and is let through by .dockerignore", () => {
  const ignored = readFileSync(".dockerignore", "utf8").trim().split("\n");
  expect(ignored[0]).toBe("*");
  const copied = all("COPY").flatMap((rest) => rest.split(" ").slice(0, -1));
  expect(copied.filter((file) => !existsSync(file))).toEqual([]);
  expect(ignored.slice(1)).toEqual(copied.map((file) => `!${file}`));
});

test("health is asked of readiness, on the port that is set", () => {
  const env = all("ENV").join(" ");
  expect(env).toContain("PORT=8080");
  expect(all("EXPOSE")).toEqual(["8080"]);
  expect(all("HEALTHCHECK").join("")).toContain("/readyz");
  for (const [name] of env.matchAll(/\b[A-Z_]+(?==)/gu))
    expect([...Object.keys(variables), "NODE_ENV"]).toContain(name);
});

test("compose holds the process tight: no root, no capability, nothing writable but its data", () => {
  const { services, volumes } = parse(readFileSync("compose.yaml", "utf8"));
  const { ibid } = services;
  expect(Object.keys(services)).toEqual(["ibid"]);
  expect(ibid).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    init: true,
    volumes: ["./knowledge:/app/knowledge:ro", "data:/data"],
    tmpfs: ["/tmp"],
    ports: ["127.0.0.1:8080:8080"],
  });
  expect(ibid.mem_limit).toMatch(/^\d+[mg]$/u);
  expect(Number.parseInt(ibid.stop_grace_period, 10)).toBeGreaterThan(10);
  expect(Object.keys(volumes)).toEqual(["data"]);
  for (const key of ["privileged", "cap_add", "user", "network_mode", "pid"])
    expect(ibid).not.toHaveProperty(key);
  for (const name of Object.keys(ibid.environment)) expect(Object.keys(variables)).toContain(name);
});
