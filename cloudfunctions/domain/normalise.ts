/** Dots that stand between the parts of a transliterated name; all are written U+00B7 here (procedure.md, rule 3). */
const MIDDLE_DOTS = /[\u2022\u30FB\u2027\uFF0E\u00B7\uFF65\u2219\u22C5\u0387]/gu
const FULL_WIDTH = /[\uFF01-\uFF5E]/gu
const FULL_WIDTH_OFFSET = 0xfee0
/** Of no width: they come along when a text is copied, and are no part of it. */
const UNSEEN = /[\u200B\u200C\u200D\u2060\uFEFF]/gu
const SPACES = /\s+/gu

const halfWidth = (text: string): string =>
  text.replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - FULL_WIDTH_OFFSET))

const withoutSpaces = (text: string): string => text.replace(UNSEEN, '').replace(SPACES, '')

const oneKindOfDot = (name: string): string => halfWidth(name.replace(MIDDLE_DOTS, '\u00B7'))

/** The comparable form of a name: one kind of dot, half width, no spaces, and then canonical composition. */
export const normaliseName = (name: string): string => withoutSpaces(oneKindOfDot(name)).normalize('NFC')

/** The form a name is kept in: as `normaliseName`, with single spaces left between words of a letter script. */
export const tidyName = (name: string): string => {
  const tidy = oneKindOfDot(name).replace(UNSEEN, '').replace(SPACES, ' ').trim()
  return (/\p{Script=Han}/u.test(tidy) ? tidy.replaceAll(' ', '') : tidy).normalize('NFC')
}

/** The comparable form of an ID number: half width, no spaces, `X` in upper case. */
export const normaliseIdNumber = (idNumber: string): string => withoutSpaces(halfWidth(idNumber)).replace(/x$/u, 'X')

/** The comparable form of a member number or phone: half width, no spaces or hyphens left by grouping. */
export const normaliseDigits = (digits: string): string => withoutSpaces(halfWidth(digits)).replaceAll('-', '')

/** The form in which names of organisations are searched: spaces between Han and digits are layout (rule 12). */
export const searchForm = (text: string): string => withoutSpaces(halfWidth(text)).toLowerCase()
