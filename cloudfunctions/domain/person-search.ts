import { personForm } from './normalise'

/** Longer beginnings are not told apart: nobody types more to find somebody. */
const LENGTH_AT_MOST = 24
/** The end of a student number is looked for from so many characters on (contract.md, desk.list). */
const END_AT_LEAST = 4
/** Beginnings of so many parts of a name are kept. */
const PARTS_AT_MOST = 4

/** From `least` characters on; what is shorter is its own beginning. */
const beginnings = (form: string, least = 1): string[] => {
  const characters = Array.from(form).slice(0, LENGTH_AT_MOST)
  return characters.map((_, i) => characters.slice(0, least + i).join(''))
}

/** Surnames of two characters. */
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 司马 上官 诸葛 东方 独孤 南宫 慕容 司徒 令狐 宇文 长孙 尉迟 皇甫 夏侯 公孙 轩辕 端木 百里 呼延 东郭 澹台 ' +
    '公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 亓官 司寇 公西 公良 漆雕 乐正 宰父 谷梁 拓跋 第五'
  ).split(' '),
)

/** The whole name, and what is said of it without the surname or the words before. */
const spoken = (name: string): string[] => {
  if (!/^\p{Script=Han}/u.test(name)) {
    const words = name.split(' ')
    return words.slice(0, PARTS_AT_MOST).map((_, i) => words.slice(i).join(''))
  }
  // 阿依古丽·买买提 begins with the given name.
  if (name.includes('\u00B7')) return [name]
  const characters = Array.from(name)
  const surname = COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1
  return [name, characters.slice(surname).join('')]
}

/** What a tidy name is found by. */
export const nameKeys = (name: string): string[] => [
  ...new Set(
    spoken(name)
      .map(personForm)
      .flatMap((form) => beginnings(form)),
  ),
]

/** What a reference, which is digits, is found by. */
export const referenceKeys = (reference: string): string[] => beginnings(reference)

/** What a student number is found by: its beginnings, and its last four or more characters. */
export const studentNumberKeys = (studentNumber: string | null): string[] => {
  const form = personForm(studentNumber ?? '')
  const ends = beginnings(Array.from(form).reverse().join(''), END_AT_LEAST)
  return [...new Set([...beginnings(form), ...ends.map((end) => Array.from(end).reverse().join(''))])]
}

/** The key that a typed text asks for; empty where it says nothing. */
export const searchKey = (text: string): string => Array.from(personForm(text)).slice(0, LENGTH_AT_MOST).join('')
