/** What no spreadsheet may hold, and half of a character. */
const NOT_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
/** A text that begins so is taken for a formula by some programs, whatever the cell says. */
const LIKE_FORMULA = /^[=+\-@\t\r\n]/u

/** A text as a cell may hold it. */
export const safe = (text: string): string => {
  const clean = text.replace(NOT_XML, '')
  return LIKE_FORMULA.test(clean) ? `'${clean}` : clean
}
