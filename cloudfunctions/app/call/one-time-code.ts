import { normaliseDigits } from '../../domain/normalise'

/** A one-time code as it is shown: in groups of four. */
export const spellCode = (code: string): string => code.replace(/(.{4})(?=.)/gu, '$1-')

/** A one-time code as it was typed, back in the form it was given out: letters that look like digits are those digits. */
export const readCode = (typed: string): string =>
  normaliseDigits(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/gu, '1')
