import type { ChosenColumn, RosterColumn } from '../contract'
import { searchForm } from './normalise'

/** A heading without spaces, line breaks and marks; notes in brackets stay. */
export function headingForm(text: string): string {
  return searchForm(text)
    .replace(/[*:：、.。,，;；"'“”_/-]/gu, '')
    .replace(/4/gu, '四')
    .replace(/6/gu, '六')
}
const withoutNotes = (form: string): string => form.replace(/[(（[【［].*?[)）\]】］]/gu, '')

/** What is somebody else's, or not what the list is asked for: such a column stays unread. */
const OTHERS =
  /家长|家人|家属|家庭|父|母|亲|监护|紧急|配偶|联系人|导师|教师|老师|辅导员|班主任|负责人|介绍人|推荐|经办|审核|填表|宿舍|办公|固定|座机/u
const NUMBER_END = /(?:后|末|尾)([四六])|尾号/u
const ID_NUMBER =
  /身份证|身份号|身份证件|证件号|^sfzh|^sfzjh|^zjhm?$|^gmsfh|^id(?:card)?(?:no|number)$|^idcard$|^identity(?:card)?(?:no|number)?$/u
const NOT_THE_NUMBER = /类型|类别|种类|(?<!护)照|地址|有效期|到期|期限|签发|复印|正面|反面|人像|国徽/u
const NAME = /姓名$|^名字$|^(?:student|full|chinese)?name$|^xm$|^xsxm$/u
const OTHER_NAME = /英文|拼音|曾用|外文|汉语|班级|学院|专业|支部/u
const STUDENT_NUMBER = /学号$|学工号$|学籍号$|^学生(?:号|编号|id)$|^xh$|^xsxh$|^student(?:id|no|number)$/u
const FORMER = /^(?:原|旧|曾用)/u
const PHONE = /手机|电话|移动|联系方式|^yddh$|^sjh$|^sjhm$|^lxdh$|^lxfs$|phone|mobile|^tel$/u

const LATIN = /[a-z]/gu

const columnByRule = (whole: string): RosterColumn | undefined => {
  const form = withoutNotes(whole)
  const end = NUMBER_END.exec(whole)
  const isPhone = PHONE.test(form)
  if (end !== null) return isPhone || /学号|银行|卡/u.test(form) ? undefined : end[1] === '六' ? 'last6' : 'last4'
  if (ID_NUMBER.test(form)) return NOT_THE_NUMBER.test(form) ? undefined : 'idNumber'
  if (NAME.test(form)) return OTHER_NAME.test(form) ? undefined : 'name'
  if (STUDENT_NUMBER.test(form)) return FORMER.test(form) ? undefined : 'studentNumber'
  return isPhone ? 'phone' : undefined
}

/**
 * The column that a heading means by rule, or undefined: of whom it is comes first, then which number. Of a heading in
 * two languages (姓名/Name) the Chinese decides.
 */
export function columnOf(heading: string): RosterColumn | undefined {
  const whole = headingForm(heading)
  if (whole.length > 30 || OTHERS.test(whole)) return undefined
  return columnByRule(whole) ?? columnByRule(whole.replace(LATIN, ''))
}

/** A heading as it stands in a line, with the column that it is read as. */
export interface HeadingCell {
  at: number
  heading: string
  as?: RosterColumn
}

/** Cells of a line, by the number of their column. */
type Texts = Iterable<readonly [at: number, text: string]>

/**
 * The headings of a line. What somebody has chosen comes before any rule: a kind that is chosen for one column is no
 * longer recognised in another.
 */
export function headingsOf(cells: Texts, sheet: string, chosen: readonly ChosenColumn[]): HeadingCell[] {
  const choices = chosen.filter((choice) => choice.sheet === undefined || choice.sheet === sheet)
  const byHand = new Map(choices.map(({ heading, as }) => [headingForm(heading), as]))
  const taken = new Set<RosterColumn | undefined>(byHand.values())
  return [...cells].flatMap(([at, heading]) => {
    if (heading === '') return []
    const form = headingForm(heading)
    const ruled = columnOf(heading)
    const as = byHand.has(form) ? byHand.get(form) : taken.has(ruled) ? undefined : ruled
    return [{ at, heading, ...(as === undefined ? {} : { as }) }]
  })
}

/** Which number of cell holds which column. */
export type Block = ReadonlyMap<RosterColumn, number>

const KEYS: readonly RosterColumn[] = ['idNumber', 'studentNumber', 'last4', 'last6']
export const hasName = (block: Block): boolean => block.has('name')
export const isComplete = (block: Block): boolean => hasName(block) && KEYS.some((key) => block.has(key))

/**
 * The blocks of people that stand side by side under one line of headings: each begins where the first heading comes
 * again. Within one, the first of two headings that mean the same is taken.
 */
export function blocksOf(headings: readonly HeadingCell[]): Block[] {
  const first = headings.find(({ as }) => as !== undefined)?.as
  const names = headings.filter(({ as }) => as === 'name').length
  const blocks: Map<RosterColumn, number>[] = []
  let block = new Map<RosterColumn, number>()
  for (const { at, as } of headings) {
    if (as === undefined) continue
    if (blocks.length === 0 || (names > 1 && as === first)) {
      block = new Map()
      blocks.push(block)
    }
    if (!block.has(as)) block.set(as, at)
  }
  const [main, ...others] = blocks
  if (main === undefined) return []
  return [main, ...others.filter(isComplete)]
}
