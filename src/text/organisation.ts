// Names of organisations, as far as a name shows that it is one.

const WORD =
  /\b(?:Administration|Agency|Board|Bureau|Center|Centre|Commission|Committee|Council|Department|Group|Institute|Initiative|Ministry|Office|Party|Service|Staff|Team|University)\b/u;

export function isOrganisation(name: string): boolean {
  return WORD.test(name);
}
