import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  holdsControls,
  isBlank,
  normaliseDigits,
  normaliseIdNumber,
  normaliseName,
  normalisePhone,
  normaliseUsername,
  personForm,
  searchForm,
  soughtForm,
  tidyName,
  tidyText,
  turnsDirection,
} from '../../cloudfunctions/domain/normalise'

/** Text with much of what normalising touches: widths, dots, spaces, marks that combine. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from(' \u3000\u00A0\u200B\u200D\uFEFF\u2022\u30FB\u2027\uFF0E\u00B7\uFF65\u0387xX－-')),
      fc.constantFrom('é', 'e', '\u0301', '\u0307', 'か', '\u3099', '王', '\u{20BB7}', '\uF900', 'Ａ', '７', '\uFF3E'),
      fc.constantFrom(...Array.from('。．.●‘’`ˊⅩⅹ×\u2F42\u2EE9\uE863\u2800\u3164\u202D\u202C\u00AD\uFE0F()–−+86')),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('normalising', () => {
  it.each([
    ['a name', normaliseName],
    ['a name that is kept', tidyName],
    ['an ID number', normaliseIdNumber],
    ['digits', normaliseDigits],
    ['a phone', normalisePhone],
    ['a username', normaliseUsername],
    ['a person who is searched', personForm],
    ['free text', tidyText],
    ['a searched name', searchForm],
  ])('%s twice changes nothing more', (_name, normalise) => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(normalise(normalise(raw))).toBe(normalise(raw))
      }),
      { numRuns: 2000 },
    )
  })

  it('a name that is kept and the same name as typed compare as equal', () => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(normaliseName(tidyName(raw))).toBe(normaliseName(raw))
      }),
      { numRuns: 2000 },
    )
  })

  it('a name composes marks, so that two ways to write one letter are one', () => {
    expect(normaliseName('Rene\u0301')).toBe('Ren\u00E9')
  })

  it('keeps single spaces between the words of a letter name, and none in a Han name', () => {
    expect(tidyName('  Anna \u00A0 Petrova ')).toBe('Anna Petrova')
    expect(tidyName(' 阿依古丽 ・ 买买提 ')).toBe('阿依古丽·买买提')
  })

  it('drops a space that is not seen instead of making it one that is', () => {
    expect(tidyName('An\u200Bna\uFEFF Petrova')).toBe('Anna Petrova')
  })

  it('reads an ID number in any width and grouping, with a capital X', () => {
    expect(normaliseIdNumber(' １１０１０５ 19491231 002ｘ ')).toBe('11010519491231002X')
  })

  it('reads digits without the signs that group them', () => {
    expect(normaliseDigits('１99-0000 0001')).toBe('19900000001')
  })

  it('finds an organisation however its printed name is spaced', () => {
    expect(searchForm('计通学院 2024 级研究生临时党支部')).toBe(searchForm('计通学院2024级研究生临时党支部'))
    expect(searchForm('计通２４级')).toBe('计通24级')
  })

  it.each([
    '\u202D',
    '\u202C',
    '\u2068',
    '\u2069',
    '\u200E',
    '\u200F',
    '\u00AD',
    '\uFEFF',
    '\uFE0F',
    '\u{E0101}',
    '\u2064',
  ])('passes over the mark %j wherever it stands', (mark) => {
    const marked = (text: string) => mark + Array.from(text).join(mark) + mark
    expect(tidyName(marked('阿依古丽·买买提'))).toBe('阿依古丽·买买提')
    expect(tidyName(marked('Anna Petrova'))).toBe('Anna Petrova')
    expect(normaliseIdNumber(marked('11010519491231002X'))).toBe('11010519491231002X')
    expect(normaliseDigits(marked('201800000017'))).toBe('201800000017')
    expect(normalisePhone(marked('13800138000'))).toBe('13800138000')
    expect(normaliseUsername(marked('zhouzhou'))).toBe('zhouzhou')
    expect(searchForm(marked('计通24级'))).toBe('计通24级')
  })

  it.each(Array.from('•・‧．·.。●▪⸱ꞏ･∙⋅'))('writes the dot %s between Han characters as U+00B7', (dot) => {
    expect(tidyName(`阿依古丽${dot}买买提`)).toBe('阿依古丽\u00B7买买提')
    expect(tidyName(`阿依古丽 ${dot} 买买提`)).toBe('阿依古丽\u00B7买买提')
  })

  it('knows a dot that stands alone, as in a name that was cut into its parts', () => {
    expect(Array.from('•・。', normaliseName)).toEqual(['·', '·', '。'])
  })

  it('leaves a full stop where it is one', () => {
    expect(tidyName('J. Smith')).toBe('J. Smith')
  })

  it('writes every Kangxi radical as the character that Unicode holds compatible with it', () => {
    for (let code = 0x2f00; code <= 0x2fd5; code += 1) {
      const radical = String.fromCodePoint(code)
      expect(tidyName(radical)).toBe(radical.normalize('NFKC'))
    }
  })

  it('writes every radical of the supplement as a character that is no radical', () => {
    for (let code = 0x2e81; code <= 0x2ef3; code += 1)
      if (code !== 0x2e9a) expect(tidyName(String.fromCodePoint(code))).not.toMatch(/[\u2E80-\u2FD5]/u)
    expect(tidyName('\u2EE9')).toBe('黄')
    expect(tidyName('\u2EF3')).toBe('龟')
    expect(tidyName('\u2E9F')).toBe('\u2E9F'.normalize('NFKC'))
  })

  it('writes the private codes of GBK as GB 18030 does', () => {
    const codes = Array.from({ length: 0x51 }, (_, i) => 0x50 + i).filter((code) => code !== 0x7f)
    const decoded = Array.from(new TextDecoder('gb18030').decode(new Uint8Array(codes.flatMap((code) => [0xfe, code]))))
    expect(decoded).toHaveLength(80)
    for (const [i, character] of decoded.entries()) {
      const own = String.fromCodePoint(0xe815 + i)
      // This decoder leaves six of them private, which Unicode has outside of the basic plane.
      const expected = character === own ? /^[\u{20000}-\u{2FFFF}]$/u : tidyName(character)
      if (typeof expected === 'string') expect(tidyName(own)).toBe(expected)
      else expect(tidyName(own)).toMatch(expected)
    }
    expect(tidyName('王\uE863')).toBe('王䶮')
  })

  it.each(['Mary O’Neil', 'Mary O‘Neil', 'Mary O＇Neil', 'Mary Oʼneil'.replace('n', 'N'), 'Mary O`Neil'])(
    'straightens the apostrophe of %s',
    (name) => {
      expect(tidyName(name)).toBe("Mary O'Neil")
    },
  )

  it.each(['x', 'X', 'ｘ', 'ⅹ', 'Ⅹ', '×'])('reads %s at the end of an ID number as X', (x) => {
    expect(normaliseIdNumber(`11010519491231002${x}`)).toBe('11010519491231002X')
  })

  it.each([
    '+86 138 0013 8000',
    '86-138-0013-8000',
    '(86)13800138000',
    '（＋８６）138 0013 8000',
    '0086 13800138000',
    '138–0013—8000',
    '138−0013‐8000',
    '[138]0013 8000',
    '\u202D13800138000\u202C',
  ])('reads the phone %s', (phone) => {
    expect(normalisePhone(phone)).toBe('13800138000')
  })

  it('leaves a phone alone that is none without its first digits', () => {
    expect(normalisePhone('8613800')).toBe('8613800')
    expect(normalisePhone('010-62334997')).toBe('01062334997')
  })

  it.each(['zhouzhou', 'Zhouzhou', 'ＺＨＯＵＺＨＯＵ', ' zhou\u200Bzhou ', 'ⓩⓗⓞⓤⓩⓗⓞⓤ'])(
    'takes the username %s for one',
    (typed) => {
      expect(normaliseUsername(typed)).toBe('zhouzhou')
    },
  )

  it.each([
    ['组织 ID: 5324992', '5324992'],
    ['组织ID：5324992。', '5324992'],
    ['支部名称：中国共产主义青年团某支部', '中国共产主义青年团某支部'],
    ['“计通24级临时团支部”', '计通24级临时团支部'],
    ['「计通 24 级临时团支部」。', '计通24级临时团支部'],
    ['计通24级', '计通24级'],
    ['团支部', '团支部'],
  ])('looks for what is meant by %s', (pasted, meant) => {
    expect(soughtForm(pasted)).toBe(meant)
  })

  it.each(['', ' ', '\u3000', '\u200B\u200D', '\u2800', '\u3164', '\0', '\uD842', '\u202E', ' \u2800\u3164\u0007 '])(
    'sees nothing in %j',
    (text) => {
      expect(isBlank(text)).toBe(true)
      expect(tidyText(text)).toBe('')
    },
  )

  it('keeps what there is to read, signs of several characters too', () => {
    expect(tidyText(' 请写\u202E全名\n谢谢👨‍👩‍👧 ')).toBe('请写全名\n谢谢👨‍👩‍👧')
    expect(holdsControls('请写\0全名')).toBe(true)
    expect(holdsControls('请写\uD842全名')).toBe(true)
    expect(holdsControls('请写\n全名\t\u{20BB7}')).toBe(false)
  })
})

describe('the country before a phone number', () => {
  it.each([
    ['+8613800138000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['8613800138000', '13800138000'],
    ['998613800138000', '998613800138000'],
    ['86138001380001', '86138001380001'],
    ['8623800138000', '8623800138000'],
  ])('%s is %s', (phone, kept) => {
    expect(normalisePhone(phone)).toBe(kept)
  })
})

describe('what is sought', () => {
  it.each([
    ['组织 ID：5324992', '5324992'],
    ['团组织ID:5324992。', '5324992'],
    ['团支部名称：「计算机学院团支部」', '计算机学院团支部'],
    ['《《计算机学院》》', '计算机学院'],
    ['“组织全称：计算机学院”', '计算机学院'],
    ['某院组织名称:计算机', '某院组织名称:计算机'],
    ['系统编号：12', '12'],
    ['系统组织编号：12', '12'],
    ['《《《《计算机学院》》》》', '计算机学院'],
    ['id:12', '12'],
    ['计算机《学院》团支部', '计算机《学院》团支部'],
  ])('%s means %s', (text, sought) => {
    expect(soughtForm(text)).toBe(sought)
  })
})

describe('a mark that turns the direction', () => {
  it.each([
    ['an override', '\u202E', true],
    ['an isolate between characters', '张\u2066梅', true],
    ['a mark of a direction', '\u200F', true],
    ['a name', '张梅', false],
    ['nothing', '', false],
    ['a space of no width', '\u200B', false],
  ])('is looked for in %s', (_what, text, turns) => {
    expect(turnsDirection(text)).toBe(turns)
  })
})
