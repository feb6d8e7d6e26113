// Discord's own description of its API, where the variable IBID_SPECS names the folder that holds it
// (discord/openapi.json of github.com/discord/discord-api-spec). Without it the rules by hand stand alone.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const { IBID_SPECS = "" } = process.env;
const file = join(IBID_SPECS, "discord", "openapi.json");

/** Whether bodies are checked against the description in this run. */
export const isDescribed = IBID_SPECS !== "" && existsSync(file);

type Description = Readonly<{ paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>;

const ID = "discord";
let ajv: Ajv2020 | undefined;
let paths: readonly string[] = [];
const compiled = new Map<string, ValidateFunction | undefined>();

/** Why the description refuses the body of a request; none where it is absent or knows no body for it. */
export function describedProblems(method: string, path: string, body: unknown): readonly string[] {
  if (!isDescribed || body === undefined) return [];
  const validate = validatorFor(method.toLowerCase(), path);
  if (validate === undefined || validate(body)) return [];
  return [
    ...new Set((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)),
  ];
}

/** Compiles what a body will be checked by, so that no request has to wait for it: an interaction has three seconds. */
export function prepare(method: string, path: string): void {
  if (isDescribed) validatorFor(method.toLowerCase(), path);
}

function validatorFor(method: string, path: string): ValidateFunction | undefined {
  const { schemas, templates } = load();
  const template = templates.find((one) => matches(one, path));
  if (template === undefined) return undefined;
  const key = `${method} ${template}`;
  if (!compiled.has(key)) {
    const pointer = `#/paths/${template.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}/requestBody/content/application~1json/schema`;
    const known = schemas.getSchema(ID + pointer) !== undefined;
    compiled.set(key, known ? schemas.compile({ $ref: ID + pointer }) : undefined);
  }
  return compiled.get(key);
}

function load() {
  if (ajv === undefined) {
    const description: Description = JSON.parse(readFileSync(file, "utf8"));
    ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ $id: ID, ...description });
    // The most literal path first: `@original` before `{message_id}`.
    paths = Object.keys(description.paths).toSorted((one, other) => holes(one) - holes(other));
  }
  return { schemas: ajv, templates: paths };
}

function holes(template: string): number {
  return template.split("{").length;
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split("/"), path.split("/")];
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith("{") || part === given[at])
  );
}
