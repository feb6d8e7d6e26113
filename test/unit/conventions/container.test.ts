// The image and the compose file against the files that they repeat. hadolint checks the Dockerfile itself, in the workflow.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { variables } from "#config.ts";

type Instruction = Readonly<{ name: string; rest: string }>;

/** Comments removed, continued lines joined. */
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

test("the image is one version of Node that the package asks for, never `latest`", () => {
  const [image = ""] = all("FROM");
  expect(image).toMatch(/^node:\d+(?:\.\d+)*-slim$/u);
  expect(engines.node).toBe(`>=${/\d+/u.exec(image)?.[0]}`);
});

test("process 1 is node itself, started as `npm start` does", () => {
  expect(all("CMD").map((rest) => JSON.parse(rest))).toEqual([String(scripts.start).split(" ")]);
});

test("only what production needs is copied; each of it exists and passes .dockerignore", () => {
  const ignored = readFileSync(".dockerignore", "utf8").trim().split("\n");
  expect(ignored[0]).toBe("*");
  const copied = all("COPY").flatMap((rest) => rest.split(" ").slice(0, -1));
  expect(copied.filter((file) => !existsSync(file))).toEqual([]);
  expect(ignored.slice(1)).toEqual(copied.map((file) => `!${file}`));
});

test("the image's user is a number that is not root's, as Kubernetes demands it", () => {
  expect(all("USER")).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/u)]);
  expect(all("RUN").join("\n")).toContain(`chown ${all("USER")} /data`);
});

test("a probe from outside the container reaches health, whatever .env says", () => {
  expect(all("ENV").join(" ")).toContain("IBID_HOST=0.0.0.0");
  const { services } = parse(readFileSync("compose.yaml", "utf8"));
  expect(services.ibid.environment).toMatchObject({ IBID_HOST: "0.0.0.0" });
});

test("a start that reads many reports has three minutes before it counts as unhealthy", () => {
  const { services } = parse(readFileSync("compose.yaml", "utf8"));
  const image = /--start-period=(\d+s)/u.exec(all("HEALTHCHECK").join(""))?.[1];
  expect([image, services.ibid.healthcheck.start_period]).toEqual(["180s", "180s"]);
});

test("the image's health is its readiness, on the port that is set", () => {
  const env = all("ENV").join(" ");
  expect(env).toContain("PORT=8080");
  expect(all("EXPOSE")).toEqual(["8080 8081"]);
  expect(all("HEALTHCHECK").join("")).toContain("/readyz");
  for (const [name] of env.matchAll(/\b[A-Z_]+(?==)/gu))
    expect([...Object.keys(variables), "NODE_ENV"]).toContain(name);
});

test("compose gives the process as few rights as it can run with: no root, no capability, only its data writable", () => {
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
    ports: ["127.0.0.1:8080:8080", "127.0.0.1:8081:8081"],
  });
  expect(ibid.mem_limit).toMatch(/^\d+[mg]$/u);
  expect(Number.parseInt(ibid.stop_grace_period, 10)).toBeGreaterThan(10);
  expect(Object.keys(volumes)).toEqual(["data"]);
  for (const key of ["privileged", "cap_add", "user", "network_mode", "pid"])
    expect(ibid).not.toHaveProperty(key);
  for (const name of Object.keys(ibid.environment)) expect(Object.keys(variables)).toContain(name);
});
