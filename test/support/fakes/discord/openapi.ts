// Checks requests against Discord's published OpenAPI description, when IBID_SPECS names a folder that has it as
// discord/openapi.json (github.com/discord/discord-api-spec). Without it only the rules of validate.ts apply.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const { IBID_SPECS = "" } = process.env;
const file = join(IBID_SPECS, "discord", "openapi.json");

/** Whether this run has the description. */
export const isDescribed = IBID_SPECS !== "" && existsSync(file);

type Description = Readonly<{ paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>;

const ID = "discord";
let ajv: Ajv2020 | undefined;
let paths: readonly string[] = [];
const compiled = new Map<string, ValidateFunction | undefined>();

/** Why the description refuses the body of a request. Empty without the description, or when it has no such body. */
export function describedProblems(method: string, path: string, body: unknown): readonly string[] {
  if (!isDescribed || body === undefined) return [];
  const validate = validatorFor(method.toLowerCase(), path);
  if (validate === undefined || validate(body)) return [];
  return [
    ...new Set((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)),
  ];
}

/** Compiles a schema in advance: an interaction must be answered within three seconds. */
export function prepare(method: string, path: string): void {
  if (isDescribed) validatorFor(method.toLowerCase(), path);
}

function validatorFor(method: string, path: string): ValidateFunction | undefined {
  const { schemas, templates } = load();
  const template = templates.find((candidate) => matches(candidate, path));
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
    // Paths with fewer placeholders come first: `@original` before `{message_id}`.
    paths = Object.keys(description.paths).toSorted(
      (one, other) => placeholdersIn(one) - placeholdersIn(other),
    );
  }
  return { schemas: ajv, templates: paths };
}

function placeholdersIn(template: string): number {
  return template.split("{").length;
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split("/"), path.split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith("{") || part === given[index])
  );
}
