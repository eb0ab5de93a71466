import { describe, expect, it } from 'vitest'
import type { RosterColumn } from '../../cloudfunctions/contract'
import { columnOf } from '../../cloudfunctions/domain/roster-headings'

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
