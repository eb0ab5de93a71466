import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonBytes } from '../../preview/cloud/json-bytes'

describe('JSON as bytes', () => {
  it('is what JSON.stringify makes, for any value of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(jsonBytes(value).toString()).toBe(JSON.stringify(value))
      }),
    )
  })

  it('leaves out what is undefined, in lists as null, and lets dates say themselves', () => {
    const value = { a: undefined, b: [undefined, new Date(0), { c: undefined }], 名: '甲\n"乙"\u{20BB7}' }
    expect(jsonBytes(value).toString()).toBe(JSON.stringify(value))
  })
})
