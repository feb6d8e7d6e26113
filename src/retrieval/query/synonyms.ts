// Words of analytic reports that stand for each other closely enough to find one by the other. Reviewed by hand: no
// opposites, no degrees of likelihood (likely and unlikely are never near), no names (those are aliases of a library).
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";

const GROUPS = `war conflict fighting hostilities combat clash battle warfare
attack strike assault raid bombing offensive
shoot fire gunfire
border frontier boundary
warn caution threaten warning
deny reject refute dismiss
accuse blame allege denounce condemn
increase rise grow escalate surge
decrease decline drop reduce shrink
trigger prompt provoke spark
help assist aid support
ally partner
enemy adversary foe rival opponent
weapon arms armament munition
soldier troop
plane aircraft jet airplane
ship vessel boat
die death kill fatality
injure wound hurt injury
arrest detain imprison jail
money fund finance budget
timetable schedule deadline
buy purchase acquire procure
tax toll duty tariff levy
road highway
shut close block
start begin commence initiate launch
stop halt cease suspend terminate
attempt try endeavour
danger risk threat hazard peril
safety safe
secret covert clandestine hidden
spy espionage
negotiation dialogue discussion
agreement accord deal treaty pact
election poll
law regulation legislation
government regime
citizen resident civilian population
worker employee staff personnel
company firm business corporation
expert specialist analyst
exercise drill manoeuvre train training
fault defect flaw malfunction
crack fracture rupture
repair fix remedy
quick fast rapid swift
ethnic ethnicity
online internet web
astronaut crew
chance odds probability likelihood prospect
illness disease sickness
drug medicine medication
vehicle car automobile
choose select pick
obtain receive gain
conceal hide
house home residence
movie film
picture photo image photograph
author writer
salary wage income
fear worry concern anxiety alarm
ban prohibit forbid outlaw bar
allow permit enable authorise
change alter modify
leave withdraw depart exit
recommend advise propose urge
near close adjacent next
gather collect assemble
share proportion percentage
area region zone territory
demand insist
destroy demolish wreck
erupt break
pressure lever leverage coerce
hint signal indicate
cooperate cooperation collaborate collaboration
visit trip
speech address remark
protest demonstration rally
rebel insurgent militant
victim casualty
refuse refusal decline
doubt doubtful sceptical
cheap inexpensive
strategy policy plan`;

const related = new Map<string, string[]>();
for (const line of GROUPS.split("\n")) {
  const stems = contentTerms(line).map(({ stem }) => stem);
  for (const stem of stems) {
    const others = related.get(stem) ?? [];
    related.set(stem, others.concat(stems.filter((other) => other !== stem)));
  }
}

/** Stems of words that may stand for one with this stem. */
export function relatedTo(stem: string): readonly string[] {
  return related.get(stem) ?? [];
}
