/** Mutants of one line that no test notices, and why none can or need be. */
export interface Survivor {
  /** Under `cloudfunctions/`. */
  file: string
  /** The line as it stands, without the spaces around it. */
  line: string
  /** What stands there instead, each of them for the same reason. */
  replacements: readonly string[]
  why: string
}

/** The mutants that are known to live. A run fails where another one does, and names those that live no longer. */
export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'domain/identity-number.ts',
    line: "if (!/^\\d{17}[\\dX]$/u.test(idNumber)) return 'id.characters'",
    replacements: ['/\\d{17}[\\dX]$/u'],
    why: 'a text of 18 characters is matched whole or not at all',
  },
  {
    file: 'domain/identity-number.ts',
    line: "if (!/^\\d{17}[\\dX]$/u.test(idNumber)) return 'id.characters'",
    replacements: ['/^\\d{17}[\\dX]/u'],
    why: 'a text of 18 characters is matched whole or not at all',
  },
  {
    file: 'domain/identity-number.ts',
    line: "if (checkCharacter(idNumber.slice(0, 17)) !== idNumber.charAt(17)) return 'id.checkDigit'",
    replacements: ['idNumber'],
    why: 'the check character is made of the first 17 alone, however many are given',
  },
]
