import { describe, expect, it } from 'vitest'
import type { ChosenColumn, RosterColumn } from '../../cloudfunctions/contract'
import { blocksOf, columnOf, headingsOf } from '../../cloudfunctions/domain/roster-headings'

const KNOWN: Readonly<Record<RosterColumn, readonly string[]>> = {
  name: [
    '姓名',
    '考生姓名',
    '新生姓名',
    '学生姓名',
    '团员姓名',
    '姓名*',
    '姓 名：',
    'Name',
    'XM',
    '姓名（必填）',
    '名字',
    '真实姓名',
    '姓名/Name',
    '姓名 Full name',
    'Chinese Name',
  ],
  idNumber: [
    '身份证号',
    '身份证',
    '公民身份证号',
    '公民身份号码',
    '居民身份证',
    '有效身份证件号码',
    '证件号码（身份证）',
    '身份证号（18位）',
    'ZJHM',
    'SFZH',
    '身份证\n号码',
    '身份证号/ID Number',
    '身份证号码/护照号',
    'ID No.',
    'Identity number',
  ],
  last4: ['身份证后四位', '身份证后4位', '身份证号后四位', '身份证号（后4位）', '后四位', '身份证末四位', '身份证尾号'],
  last6: ['身份证后6位', '身份证后六位', '证件号码后6位', '身份证号(末6位)'],
  studentNumber: [
    '学号',
    '学 号',
    '学工号',
    '学籍号',
    '研究生学号',
    '新生学号',
    'XH',
    '学号(必填)',
    '学号 Student No.',
    '学生编号',
    '学生ID',
  ],
  phone: [
    '手机',
    '手机号',
    '本人手机号',
    '学生手机号',
    '移动电话号码',
    '联系电话',
    '联系方式',
    'YDDH',
    '本人电话（手机）',
    '手机/Mobile',
  ],
}

describe('a heading', () => {
  it.each(Object.entries(KNOWN).flatMap(([column, headings]) => headings.map((heading) => [heading, column])))(
    '%s is %s',
    (heading, column) => {
      expect(columnOf(heading)).toBe(column)
    },
  )

  it.each([
    '家长姓名',
    '父亲姓名',
    '母亲电话',
    '家长联系电话',
    '电话（家长）',
    '紧急联系人',
    '紧急联系电话',
    '辅导员姓名',
    '导师姓名',
    '入党介绍人',
    '家庭电话',
    '办公电话',
    '证件类型',
    '身份证照片',
    '身份证有效期',
    '准考证号',
    '学生证',
    '团员编号',
    '姓名拼音',
    '英文姓名',
    '英文姓名 Name',
    '班级 Student ID',
    '护照号',
    'ID',
    '曾用名',
    '原学号',
    '手机号后四位',
    '银行卡后四位',
    '班级',
    '序号',
    '备注',
    '',
  ])('%s stays unread', (heading) => {
    expect(columnOf(heading)).toBeUndefined()
  })
})

describe('a heading of letters', () => {
  // prettier-ignore
  it.each<[string, string]>([
    ['sfzh', 'idNumber'], ['sfzhm', 'idNumber'], ['sfzjh', 'idNumber'], ['sfzjhm', 'idNumber'], ['zjh', 'idNumber'],
    ['zjhm', 'idNumber'], ['gmsfhm', 'idNumber'], ['ID No', 'idNumber'], ['ID Number', 'idNumber'],
    ['ID Card', 'idNumber'], ['ID Card No.', 'idNumber'], ['Identity Card', 'idNumber'], ['Identity No', 'idNumber'],
    ['Identity', 'idNumber'],
    ['name', 'name'], ['Full name', 'name'], ['Student name', 'name'], ['xm', 'name'], ['xsxm', 'name'],
    ['xh', 'studentNumber'], ['xsxh', 'studentNumber'], ['Student ID', 'studentNumber'], ['Student No.', 'studentNumber'],
    ['Student number', 'studentNumber'],
    ['yddh', 'phone'], ['sjh', 'phone'], ['sjhm', 'phone'], ['lxdh', 'phone'], ['lxfs', 'phone'], ['tel', 'phone'],
    ['Telephone', 'phone'], ['mobile', 'phone'],
  ])('%s means %s', (heading, column) => {
    expect(columnOf(heading)).toBe(column)
  })

  // prettier-ignore
  it.each([
    'jzsfzh', 'jzsfzjh', 'jzzjh', 'jzgmsfhm', 'zjhlx', 'Parent ID No', 'ID number type', 'Parent ID card',
    'ID card copy', 'Parent identity', 'Identity type', 'Paid', 'idea',
    'Username', 'Name in pinyin', 'jzxm', 'xmpy', 'fqxsxm', 'xsxmpy',
    'jzxh', 'xhlx', 'bxsxh', 'xsxhlx', 'Student ID type',
    'jzyddh', 'yddhlx', 'jzsjh', 'sjhlx', 'jzsjhm', 'sjhmlx', 'jzlxdh', 'lxdhlx', 'jzlxfs', 'lxfslx', 'hotel', 'telex',
    '姓名说明', '群名字', '名字说明', '学号说明', '学工号说明', '学籍号说明', '留学生编号', '学生编号说明', '旧学号',
  ])('%s stays unread', (heading) => {
    expect(columnOf(heading)).toBeUndefined()
  })

  it('is what it begins with, not what a name has in its middle', () => {
    expect(columnOf('太原学院学号')).toBe('studentNumber')
    expect(columnOf('原学院学号')).toBeUndefined()
  })

  it('is read up to thirty characters', () => {
    expect(columnOf(`${'某'.repeat(28)}学号`)).toBe('studentNumber')
    expect(columnOf(`${'某'.repeat(29)}学号`)).toBeUndefined()
  })
})

describe('a column that somebody has chosen', () => {
  const cells: [number, string][] = [
    [1, '姓名'],
    [2, '证号'],
    [3, '学号'],
    [4, ''],
  ]
  const read = (...chosen: ChosenColumn[]) => headingsOf(cells, '名单', chosen)

  it('comes before any rule, on its sheet or on all', () => {
    const plain = [
      { at: 1, heading: '姓名', as: 'name' },
      { at: 2, heading: '证号' },
      { at: 3, heading: '学号', as: 'studentNumber' },
    ]
    expect(read()).toStrictEqual(plain)
    const chosen = [plain[0], { at: 2, heading: '证号', as: 'studentNumber' }, { at: 3, heading: '学号' }]
    expect(read({ heading: '证 号', as: 'studentNumber' })).toStrictEqual(chosen)
    expect(read({ sheet: '名单', heading: '证号', as: 'studentNumber' })).toStrictEqual(chosen)
    expect(read({ sheet: '附表', heading: '证号', as: 'studentNumber' })).toStrictEqual(plain)
  })
})

describe('the blocks under a line of headings', () => {
  const blocks = (...headings: string[]) =>
    blocksOf(
      headingsOf(
        headings.map((text, i) => [i + 1, text] as const),
        '',
        [],
      ),
    ).map((block) => Object.fromEntries(block))

  it('begin where the first that is read comes again', () => {
    expect(blocks('序号', '学号', '姓名', '序号', '学号', '姓名')).toEqual([
      { studentNumber: 2, name: 3 },
      { studentNumber: 5, name: 6 },
    ])
    expect(blocks('姓名', '学号', '电话', '姓名', '身份证后六位')).toEqual([
      { name: 1, studentNumber: 2, phone: 3 },
      { name: 4, last6: 5 },
    ])
  })

  it('are one where there is one name, with the first of what comes twice', () => {
    expect(blocks('学号', '姓名', '学号', '班级')).toEqual([{ studentNumber: 1, name: 2 }])
    expect(blocks('学号', '姓名', '学号', '电话')).toEqual([{ studentNumber: 1, name: 2, phone: 4 }])
    expect(blocks('姓名', '学号', '学号')).toEqual([{ name: 1, studentNumber: 2 }])
  })

  it('are none where nothing is read, and only whole ones after the first', () => {
    expect(blocks('序号', '班级')).toEqual([])
    expect(blocks('姓名', '学号', '姓名')).toEqual([{ name: 1, studentNumber: 2 }])
    expect(blocks('姓名', '班级', '姓名', '学号')).toEqual([{ name: 1 }, { name: 3, studentNumber: 4 }])
  })
})
