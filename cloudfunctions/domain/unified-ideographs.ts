/**
 * Characters that stand for another one: what they are written as here, so that two ways to write a name are one
 * (procedure.md, rule 3). Radicals come from texts that were copied out of PDFs, private codes from old GBK fonts.
 */

const FIRST_RADICAL = 0x2e80
/**
 * Unicode's EquivalentUnifiedIdeograph.txt (14.0) for the CJK radicals supplement, U+2E80 on, one after the other; a
 * space where there is none. Kangxi radicals (U+2F00 on) have theirs by compatibility (NFKC).
 */
const RADICALS = [
  ' 厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵 旡日月歺母民氵氺灬爫爫丬牛',
  '犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑',
  '钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟',
].join('')

const FIRST_PRIVATE = 0xe815
/**
 * GB 18030, two-byte codes FE50 to FEA0: GBK had given these 80 characters private codes from U+E815 on, in this order,
 * before Unicode had them (䶮 was U+E863).
 */
const PRIVATE = [
  '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱',
  '䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
].join('')
/** Two letters of pinyin that GBK gave private codes too: A8BC and A8BF. */
const PRIVATE_LETTERS: readonly [string, string][] = [
  ['\uE7C7', '\u1E3F'],
  ['\uE7C8', '\u01F9'],
]

const standsFor = (first: number, characters: string): [string, string][] =>
  Array.from(characters).flatMap((character, i) =>
    character === ' ' ? [] : [[String.fromCodePoint(first + i), character] as [string, string]],
  )

const PRIVATE_CODES = new Map([...standsFor(FIRST_PRIVATE, PRIVATE), ...PRIVATE_LETTERS])
const RADICAL_CODES = new Map(standsFor(FIRST_RADICAL, RADICALS))

/** The text with every radical and private code written as the character that it stands for. */
export function asUnified(text: string): string {
  return text
    .replace(/[\uE000-\uF8FF]/gu, (code) => PRIVATE_CODES.get(code) ?? code)
    .replace(/[\u2E80-\u2EF3]/gu, (radical) => RADICAL_CODES.get(radical) ?? radical)
    .replace(/[\u2F00-\u2FD5]/gu, (radical) => radical.normalize('NFKC'))
}
