import { describe, expect, it } from 'vitest'
import { nameKeys, referenceKeys, searchKey, studentNumberKeys } from '../../cloudfunctions/domain/person-search'

describe('what a name is found by', () => {
  // prettier-ignore
  it.each([
    ['张梅',           ['张', '张梅', '梅']],
    ['李强生',         ['李', '李强', '李强生', '强', '强生']],
    ['欧阳娜娜',       ['欧', '欧阳', '欧阳娜', '欧阳娜娜', '娜', '娜娜']],
    ['第五伦',         ['第', '第五', '第五伦', '伦']],
    ['欧阳',           ['欧', '欧阳']],
    ['欧洋',           ['欧', '欧洋', '洋']],
    ['𠮷田',           ['𠮷', '𠮷田', '田']],
    ['王',             ['王']],
    ['阿里·木',        ['阿', '阿里', '阿里木']],
    ['Li Wu',          ['l', 'li', 'liw', 'liwu', 'w', 'wu']],
    ["O'Neil",         ['o', 'on', 'one', 'onei', 'oneil']],
    ['Ma 张',          ['m', 'ma', 'ma张', '张']],
  ])('%s', (name, keys) => {
    expect(nameKeys(name)).toEqual(keys)
  })

  it('every compound surname lets the given name be found', () => {
    const surnames =
      '欧阳 司马 上官 诸葛 东方 独孤 南宫 慕容 司徒 令狐 宇文 长孙 尉迟 皇甫 夏侯 公孙 轩辕 端木 百里 呼延 东郭 澹台 ' +
      '公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 亓官 司寇 公西 公良 漆雕 乐正 宰父 谷梁 拓跋 第五'
    for (const surname of surnames.split(' ')) {
      expect(nameKeys(`${surname}明`)).toContain('明')
      expect(nameKeys(`${surname}明`)).not.toContain(`${surname.slice(1)}明`)
    }
  })

  it('each of the first four words, and what follows it', () => {
    const keys = nameKeys('Aa Bb Cc Dd Ee')
    for (const key of ['aabbccddee', 'bbccddee', 'ccddee', 'ddee']) expect(keys).toContain(key)
    expect(keys.filter((key) => key.startsWith('e'))).toEqual([])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('the first 24 characters of a long one', () => {
    const lengths = nameKeys('A'.repeat(40)).map(({ length }) => length)
    expect(lengths).toEqual(Array.from({ length: 24 }, (_, i) => i + 1))
  })
})

describe('what a number is found by', () => {
  it('of a reference its beginnings', () => {
    expect(referenceKeys('1234')).toEqual(['1', '12', '123', '1234'])
  })

  it('of a student number its beginnings, and its last four or more', () => {
    expect(studentNumberKeys('ABC-123')).toEqual(['a', 'ab', 'abc', 'abc1', 'abc12', 'abc123', 'c123', 'bc123'])
    expect(studentNumberKeys('12')).toEqual(['1', '12'])
    expect(studentNumberKeys(null)).toEqual([])
    const long = `${'1'.repeat(20)}${'2'.repeat(20)}`
    expect(studentNumberKeys(long).filter((key) => key.endsWith('2'))).toEqual([
      ...Array.from({ length: 4 }, (_, i) => `${'1'.repeat(20)}${'2'.repeat(i + 1)}`),
      ...Array.from({ length: 17 }, (_, i) => '2'.repeat(i + 4)),
      ...Array.from({ length: 4 }, (_, i) => `${'1'.repeat(i + 1)}${'2'.repeat(20)}`),
    ])
  })
})

describe('the key that a typed text asks for', () => {
  it.each([
    [' Li  Wu ', 'liwu'],
    ['阿里・木', '阿里木'],
    ['ABC-123', 'abc123'],
    ['a'.repeat(40), 'a'.repeat(24)],
    ['。', ''],
    ['', ''],
  ])('%s', (text, key) => {
    expect(searchKey(text)).toBe(key)
  })
})
