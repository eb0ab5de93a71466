import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterValidUntil } from '../../cloudfunctions/domain/decide'
import { letterEndsSoon as warnsDesk } from '../../cloudfunctions/domain/desk'
import { evolve, fold, type TransferEvent } from '../../cloudfunctions/domain/transfer'
import { letterEnds, letterEndsSoon } from '../../miniprogram/texts'
import { LETTER_VALID_DAYS } from '../../miniprogram/limits'

const PAGES = fileURLToPath(new URL('../../miniprogram', import.meta.url))

/** What a limit looks like where somebody has typed it into a page again. */
const TYPED_AGAIN =
  /maxlength="\{\{(?:32|100|128|200)\}\}"|(?:24 至 720|1 至 730|1 至 30|8 至 128|3 至 32|14 至 28)|(?:最多 ?(?:100|5000)|超过 5000) 人|(?:12|24|48) 小时内|(?:^|\D)7 天内|最多 (?:2 MB|30 天)|前 20 行|(?:90|30) 天、?京|2016 年|200 字以内/mu

const sources = readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|wxml)$/u.test(file) && !file.includes('miniprogram_npm'))
  .map((file) => ({ file, text: readFileSync(path.join(PAGES, file), 'utf8') }))

describe('the limits', () => {
  it('are typed in no page again', () => {
    expect(sources.length).toBeGreaterThan(100)
    const again = sources.flatMap(({ file, text }) => {
      const found = TYPED_AGAIN.exec(text.replace(/^\s*(?:\/?\*|\/\/).*$/gmu, ''))
      return found === null ? [] : [`${file}: ${found[0]}`]
    })
    expect(again).toEqual([])
  })
})

describe('the last day of a letter, and the warning before it', () => {
  it('are the same on a page and at the server', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: LETTER_VALID_DAYS.least, max: LETTER_VALID_DAYS.most }),
        day,
        (from, n, at) => {
          const letter = { issuedOn: from.toISOString().slice(0, 10), validDays: n }
          const now = at.getTime()
          expect(letterEnds(letter)).toBe(letterValidUntil(letter))
          const by = { at: now, who: 'somebody' }
          const started = fold([
            { ...by, by: 'member', type: 'started', kind: 'party', origin: 'province', branchId: 'branch' },
          ])
          const told = {
            ...by,
            by: 'member',
            type: 'announced',
            channel: 'paper',
            prepared: [],
            letter,
          } satisfies TransferEvent
          expect(letterEndsSoon(letter, now)).toBe(warnsDesk(evolve(started, told), now))
        },
      ),
    )
  })
})

it('a field that searches takes no longer a text than is looked for', () => {
  const searches = sources.flatMap(({ file, text }) =>
    file.endsWith('.wxml') ? (text.match(/<t-search[^>]*>/gu) ?? []) : [],
  )
  expect(searches.length).toBeGreaterThan(3)
  for (const search of searches) expect(search).toContain('maxlength="{{searchLength}}"')
})
