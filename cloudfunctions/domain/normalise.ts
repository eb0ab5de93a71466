/**
 * How typed and pasted values are compared: one family of functions for registering, claims, roster, search and sign-in
 * (procedure.md, rule 3). `tidy…` is the form in which a value is kept and shown, `normalise…` the form in which it is
 * compared; where both are one there is `normalise…` alone.
 */
import { asUnified } from './unified-ideographs'

/** Marks of no width and no meaning: zero-width, directional, variation selectors, soft hyphens, fillers. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu
/** What leaves a gap; U+2800 is Braille without dots. */
const SPACES = /[\s\u0085\u2800]+/gu
const FULL_WIDTH = /[\uFF01-\uFF5E]/gu
const FULL_WIDTH_OFFSET = 0xfee0
/** What stands for an apostrophe. */
const APOSTROPHES = /[\u2018\u2019\u201B\u2032\u02BC\u02B9\u00B4`]/gu
/** Dots in the middle of a line: none is anything but the dot between the parts of a name. */
const MIDDLE_DOTS = /[\u00B7\u0387\u2022\u2027\u2219\u22C5\u30FB\uFF65\u2E31\u2E33\uA78F\u1427\u16EB]/gu
/** Full stops, points and bullets: that dot where they stand between Han characters, and what they are elsewhere. */
const DOTS_BETWEEN_HAN =
  /(\p{Script=Han})[.\u3002\uFF61\uFE52\u2024\u25CF\u25CB\u25E6\u26AB\u2B24\u25AA\u25AB\u2981\u02D9](?=\p{Script=Han})/gu
/** ASCII letters and digits and the usual Han characters: none of them is a dot. */
const WITHOUT_DOTS = /^[A-Za-z0-9\u4E00-\u9FFF]*$/u
/** Hyphens and dashes of any kind, the minus sign too. */
const HYPHENS = /[\p{Pd}\u2212\u02D7]/gu
const BRACKETS = /[()[\]{}\u3010\u3011\u3014\u3015]/gu
/** The code of the country before a mobile number. */
const COUNTRY_CODE = /^(?:\+|00)?86(?=1\d{10}$)/u
/** What people and PDFs write for the last X of an ID number. */
const CHECK_X = /[x\u00D7\u2169\u2179]$/u

const halfWidth = (text: string): string =>
  text.replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - FULL_WIDTH_OFFSET))

/** Printable ASCII but the backtick, and the usual Han characters: none of them is ever written as another one. */
const PLAIN_ALREADY = /^[ -_a-~\u4E00-\u9FFF]*$/u

/** What every form has in common: nothing unseen, half width, unified characters, straight apostrophes, composed. */
const plain = (text: string): string => (PLAIN_ALREADY.test(text) ? text : madePlain(text))

const madePlain = (text: string): string =>
  halfWidth(asUnified(text.replace(UNSEEN, '').normalize('NFC')))
    .replace(APOSTROPHES, "'")
    .normalize('NFC')

const withoutSpaces = (text: string): string => text.replace(SPACES, '')

/** As `plain`, without spaces; what a space kept apart is composed as well. */
const compact = (text: string): string => plain(withoutSpaces(plain(text)))

const oneKindOfDot = (text: string): string =>
  WITHOUT_DOTS.test(text) ? text : text.replace(MIDDLE_DOTS, '\u00B7').replace(DOTS_BETWEEN_HAN, '$1\u00B7')

/** The form in which a name is compared: one kind of dot, half width, no spaces. */
export const normaliseName = (name: string): string => oneKindOfDot(compact(name))

const HAN = /\p{Script=Han}/u

/** The form in which a name is kept and shown: as `normaliseName`, with single spaces between words of a letter script. */
export const tidyName = (name: string): string =>
  HAN.test(plain(name)) ? normaliseName(name) : oneKindOfDot(plain(name).replace(SPACES, ' ').trim())

/** The form in which an ID number is compared and kept: half width, no spaces, `X` at its end. */
export const normaliseIdNumber = (idNumber: string): string => compact(idNumber).replace(CHECK_X, 'X')

/** The form in which a member number is compared and kept: half width, no spaces or hyphens left by grouping. */
export const normaliseDigits = (digits: string): string => plain(compact(digits).replace(HYPHENS, ''))

/** The form in which a phone is compared and kept: as digits, without brackets and the code of the country. */
export const normalisePhone = (phone: string): string =>
  plain(normaliseDigits(phone).replace(BRACKETS, '')).replace(COUNTRY_CODE, '')

/** The form in which a username is compared and kept: compatible characters and upper and lower case are one. */
export const normaliseUsername = (username: string): string =>
  username.replace(UNSEEN, '').normalize('NFKC').toLowerCase().normalize('NFKC').trim()

/** The form in which names of organisations are searched: spaces between Han and digits are layout (rule 12). */
export const searchForm = (text: string): string => plain(oneKindOfDot(compact(text)).toLowerCase())

/** What stands before a name or ID where it was copied from: 「组织 ID:」, 「支部名称：」. */
const LABEL = /^(?:(?:团|党|团组织|党组织|组织|支部|团支部|党支部|系统)*(?:名称|全称|简称|id|编号|代码)|id):/u
const AROUND =
  /^["'\u201C\u201D\u300A\u300B\u300C-\u300F\u3010\u3011([<.,;:!\u3001\u3002]+|["'\u201C\u201D\u300A\u300B\u300C-\u300F\u3010\u3011)\]>.,;:!\u3001\u3002]+$/gu

/** What is meant by a text that somebody pasted to find an organisation: without the label and quotation marks around it. */
export const soughtForm = (text: string): string =>
  searchForm(text).replace(AROUND, '').replace(LABEL, '').replace(AROUND, '')

/** The form in which people are searched at the desk: dots, apostrophes and hyphens left out too. */
export const personForm = (text: string): string =>
  searchForm(text)
    .replace(HYPHENS, '')
    .replace(/[\u00B7'._/\u3002\u25CF]/gu, '')
    .normalize('NFC')

/** Whether a text has nothing to read: spaces, marks that are not seen, controls and half characters alone. */
export const isBlank = (text: string): boolean =>
  withoutSpaces(text.replace(UNSEEN, '')).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '') === ''

/** Free text as it is kept: without marks that turn its direction or are not seen, and empty where nothing is left. */
export const tidyText = (text: string): string =>
  isBlank(text) ? '' : text.replace(/[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '').trim()

const CONTROLS = /(?![\t\n\r])\p{Cc}|\p{Cs}/u

/** Whether a text holds what no keyboard writes: controls other than line breaks and tabs, half characters. */
export const holdsControls = (text: string): boolean => CONTROLS.test(text)

/** Whether a text holds marks that turn the direction of what is read. */
export const turnsDirection = (text: string): boolean => /\p{Bidi_Control}/u.test(text)
