// Irregular forms of English words, which no stemmer brings together: "hid" is looked up as "hide". Forms that are common
// words of their own ("left", "saw", "found", "ground") are not listed.

const FORMS: ReadonlyMap<string, string> = new Map(
  `arise arose arisen; awake awoke awoken; bear borne; beat beaten; become became; begin began begun; bend bent;
  bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build built;
  burn burnt; buy bought; catch caught; choose chose chosen; cling clung; come came; creep crept; deal dealt; dig dug;
  draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; fight fought;
  flee fled; fly flew flown; forbid forbade forbidden; foresee foresaw foreseen; forget forgot forgotten; forgive forgave
  forgiven; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hang hung; hear heard;
  hide hid hidden; hold held; keep kept; know knew known; lead led; learn learnt; lend lent; lose lost; make made; mean
  meant; meet met; mistake mistook mistaken; overcome overcame; overthrow overthrew overthrown; pay paid; ride rode ridden;
  ring rang rung; rise risen; run ran; say said; seek sought; sell sold; send sent; shake shook shaken; shine shone;
  shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak
  spoken; spend spent; spin spun; spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck stricken;
  strive strove striven; swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken; teach taught; tear
  torn; tell told; think thought; throw threw thrown; undergo underwent undergone; understand understood; undertake undertook
  undertaken; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; withdraw withdrew withdrawn; withhold
  withheld; withstand withstood; write wrote written; man men; woman women; child children; foot feet; tooth teeth; mouse
  mice; wife wives; life lives; knife knives; leaf leaves; half halves; thief thieves; self selves; criterion criteria;
  phenomenon phenomena; crisis crises; analysis analyses; hypothesis hypotheses; basis bases; datum data`
    .split(";")
    .flatMap((line) => {
      const [base = "", ...forms] = line.trim().split(/\s+/u);
      return forms.map((form): [string, string] => [form, base]);
    }),
);

/** The base form of an irregular one; any other word as it is. Folded words only. */
export function baseFormOf(word: string): string {
  return FORMS.get(word) ?? word;
}
