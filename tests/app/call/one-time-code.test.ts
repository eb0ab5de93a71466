import { expect, it } from 'vitest'
import { readCode, spellCode } from '../../../cloudfunctions/app/call/one-time-code'

it('a code is spelt in groups of four, and read however it was typed', () => {
  expect(spellCode('01AB23CD45')).toBe('01AB-23CD-45')
  for (const typed of ['01AB-23CD-45', '01ab 23cd 45', 'oiab23cd45', 'OLAB-23CD-45', '\uFF101AB23CD45', 'olAb23cd45'])
    expect(readCode(typed), typed).toBe('01AB23CD45')
})
