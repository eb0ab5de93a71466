import { isConflict, isDuplicate } from '../../adapters/cloudbase/refusals'
import type { Database, Row } from '../database'
import { finding, isUnanswered, notTried, unanswered, type Finding } from '../findings'

/** Two scratch collections; the first has a unique index over `key`. */
export interface Scratch {
  db: Database
  items: string
  others: string
  /** Whether the unique index could be made. */
  indexed: boolean
}

interface Assumption {
  id: string
  claim: string
  /** What of the product does not work where it is otherwise. */
  breaks: string
  /** What was seen; it holds where that is what `expected` says. */
  see(scratch: Scratch): Promise<string>
  expected: string
  /** Needs the unique index. */
  indexed?: true
}

const text = (value: unknown): string => JSON.stringify(value ?? null)
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code'
/** What was thrown; nothing where it went through. Throws where there was no answer, which is no refusal. */
const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (isUnanswered(error)) throw error
    return error
  }
}
/** `refused`, or what came back instead. */
const outcome = async (work: Promise<unknown>): Promise<string> => {
  let answer: unknown
  const error = await errorOf(work.then((value) => (answer = value)))
  return error === undefined ? text(answer) : 'refused'
}
const one = async ({ db, items }: Scratch, id: string): Promise<Row | undefined> =>
  (await db.collection(items).where({ _id: id }).get()).data[0]
/** A document as it lies there, without its id. */
const plain = async (scratch: Scratch, id: string): Promise<string> => {
  const { _id, ...rest } = (await one(scratch, id)) ?? { _id: id }
  return text(rest)
}
const put = async ({ db, items }: Scratch, _id: string, document: object): Promise<void> => {
  await db.collection(items).add({ _id, key: _id, ...document })
}
const many = async ({ db, others }: Scratch, group: string, count: number): Promise<void> => {
  for (let from = 0; from < count; from += 50)
    await db
      .collection(others)
      .add(
        Array.from({ length: Math.min(50, count - from) }, (_, i) => ({ _id: `${group}-${String(from + i)}`, group })),
      )
}

const CALLERS = 8
const ROWS = 130
/** Characters in the order of code points, which is not that of UTF-16: U+FFFD stands before U+1F600. */
const IN_ORDER = ['A', 'a', '中', '\uFFFD', '\u{1F600}']
const LAST = '\u{10FFFF}'

/** Adds one in a transaction; answers how it ended. */
const incremented = async ({ db, items }: Scratch, id: string): Promise<string> => {
  const tx = await db.startTransaction()
  try {
    const found = (await tx.collection(items).doc(id).get()).data as Row | null
    await tx
      .collection(items)
      .doc(id)
      .set({ key: id, n: Number(found?.['n'] ?? 0) + 1 })
    await tx.commit()
    return 'done'
  } catch (error) {
    await tx.rollback().catch(() => undefined)
    if (isConflict(error) || isDuplicate(error)) return 'contention'
    if (isUnanswered(error)) throw error
    return codeOf(error)
  }
}

/**
 * What the product takes for granted of the database and nobody could verify (README, "never verified"; architecture,
 * "Facts"), each with made-up documents of its own.
 */
export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: 'updated-counts-modified',
    claim: 'where().update() 的 updated 只数真正改变的文档',
    breaks: '有人同时修改时，后写的人会以为自己成功了（CHANGED_MEANWHILE 判断失灵）',
    expected: '1 then 0',
    see: async (scratch) => {
      await put(scratch, 'modified', { n: 0 })
      const update = async () =>
        (await scratch.db.collection(scratch.items).where({ _id: 'modified' }).update({ n: 1 })).updated
      return `${String(await update())} then ${String(await update())}`
    },
  },
  {
    id: 'conditional-update-has-one-winner',
    claim: '同一个版本同时写，只有一个成功',
    breaks: '两位书记同时处理一份申请时，后一位会覆盖前一位',
    expected: '1 of 8, version 2',
    see: async (scratch) => {
      await put(scratch, 'winner', { version: 1 })
      const tries = await Promise.all(
        Array.from({ length: CALLERS }, (_, n) =>
          scratch.db.collection(scratch.items).where({ _id: 'winner', version: 1 }).update({ version: 2, n }),
        ),
      )
      const won = tries.filter(({ updated }) => updated === 1).length
      return `${String(won)} of ${String(CALLERS)}, version ${String((await one(scratch, 'winner'))?.['version'])}`
    },
  },
  {
    id: 'set-counts-one',
    claim: 'doc().set() 内容相同也算写了 1 份',
    breaks: '重复保存草稿、设置时会被当成失败',
    expected: '1',
    see: async (scratch) => {
      await put(scratch, 'same', { n: 1 })
      return String((await scratch.db.collection(scratch.items).doc('same').set({ key: 'same', n: 1 })).updated)
    },
  },
  {
    id: 'update-merges-by-path',
    claim: 'update({a: {b}}) 只改 a.b，_.set 才整个替换',
    breaks: '修改一项设置会丢掉同组的其他设置，或者旧内容留在里面',
    expected: '{"key":"merge","a":{"b":2,"c":1}} then {"key":"merge","a":{"d":1}}',
    see: async (scratch) => {
      await put(scratch, 'merge', { a: { b: 1, c: 1 } })
      const { db, items } = scratch
      await db
        .collection(items)
        .where({ _id: 'merge' })
        .update({ a: { b: 2 } })
      const merged = await plain(scratch, 'merge')
      await db
        .collection(items)
        .where({ _id: 'merge' })
        .update({ a: db.command.set({ d: 1 }) })
      return `${merged} then ${await plain(scratch, 'merge')}`
    },
  },
  {
    id: 'odd-writes-are-refused',
    claim: '往空值里写、给文字加数、往非列表里追加，都会被拒绝',
    breaks: '一处写错会悄悄改坏数据，而不是报错',
    expected: 'refused, refused, refused',
    see: async (scratch) => {
      await put(scratch, 'odd', { nothing: null, word: 'word' })
      const { db, items } = scratch
      const update = (change: object) => outcome(db.collection(items).where({ _id: 'odd' }).update(change))
      return [
        await update({ 'nothing.inside': 1 }),
        await update({ word: db.command.inc(1) }),
        await update({ word: db.command.push([1]) }),
      ].join(', ')
    },
  },
  {
    id: 'duplicate-id-is-told',
    claim: '重复的编号会被拒绝，而且报错是我们认识的那几种写法',
    breaks: '同一个身份证号可能登记两次，或者显示“服务出错”而不是“已登记”',
    expected: 'known spelling',
    see: async (scratch) => {
      await put(scratch, 'twice', {})
      const error = await errorOf(scratch.db.collection(scratch.items).add({ _id: 'twice', key: 'twice-2' }))
      return error === undefined
        ? 'not refused'
        : isDuplicate(error)
          ? 'known spelling'
          : `unknown spelling ${codeOf(error)}`
    },
  },
  {
    id: 'unique-index-is-told',
    claim: '唯一索引生效，而且报错是我们认识的写法',
    breaks: '一个人可能同时有两份未办完的申请',
    indexed: true,
    expected: 'known spelling',
    see: async (scratch) => {
      await put(scratch, 'unique', { key: 'unique' })
      const error = await errorOf(scratch.db.collection(scratch.items).add({ _id: 'unique-2', key: 'unique' }))
      return error === undefined
        ? 'not refused'
        : isDuplicate(error)
          ? 'known spelling'
          : `unknown spelling ${codeOf(error)}`
    },
  },
  {
    id: 'unique-index-counts-missing-as-null',
    claim: '唯一索引把没有填的字段当作空值，第二份就会重复',
    breaks: '没有坏处，只是多写了一个字段；但说明索引与我们的了解不同',
    indexed: true,
    expected: 'refused',
    see: async ({ db, items }) => {
      await db.collection(items).add({ _id: 'missing' })
      return outcome(db.collection(items).add({ _id: 'missing-2' }))
    },
  },
  {
    id: 'query-limits',
    claim: '查询不写条数时给 100 份，写了 1000 就给到 1000',
    breaks: '名单、队列会少人，而且看不出来',
    expected: '100, 130',
    see: async (scratch) => {
      await many(scratch, 'rows', ROWS)
      const query = scratch.db.collection(scratch.others).where({ group: 'rows' })
      const [some, all] = [(await query.get()).data.length, (await query.limit(1_000).get()).data.length]
      return `${String(some)}, ${String(all)}`
    },
  },
  {
    id: 'pipeline-limits',
    claim: '聚合不写条数时给 20 行，最后一步写了条数就照写的给',
    breaks: '首页和队列会少显示，而且看不出来',
    expected: '20, 60',
    see: async (scratch) => {
      await many(scratch, 'pipeline', 60)
      const { db, others } = scratch
      const pipeline = () => db.collection(others).aggregate().match({ group: 'pipeline' })
      const [some, all] = [(await pipeline().end()).data.length, (await pipeline().limit(1_000).end()).data.length]
      return `${String(some)}, ${String(all)}`
    },
  },
  {
    id: 'join',
    claim: '聚合的 lookup 在一次请求里带出另一个集合的文档',
    breaks: '打开申请时看不到支部和记录',
    expected: '["join-1","join-2"]',
    see: async (scratch) => {
      await put(scratch, 'join', { branch: 'join' })
      const { db, items, others } = scratch
      await db.collection(others).add([
        { _id: 'join-1', of: 'join' },
        { _id: 'join-2', of: 'join' },
      ])
      const { data } = await db
        .collection(items)
        .aggregate()
        .match({ _id: 'join' })
        .lookup({ from: others, localField: '_id', foreignField: 'of', as: 'found' })
        .limit(1)
        .end()
      const found = data[0]?.['found']
      return text(Array.isArray(found) ? (found as Row[]).map(({ _id }) => _id).sort() : found)
    },
  },
  {
    id: 'text-order',
    claim: '文字按字符编码排序，表情等在最后',
    breaks: '翻页会漏人或重复，按开头查找会漏人',
    expected: text(IN_ORDER),
    see: async ({ db, others }) => {
      await db.collection(others).add(IN_ORDER.map((name, i) => ({ _id: `order-${String(i)}`, group: 'order', name })))
      const { data } = await db.collection(others).where({ group: 'order' }).orderBy('name', 'asc').get()
      return text(data.map(({ name }) => name))
    },
  },
  {
    id: 'prefix-range',
    claim: '“从开头到 U+10FFFF”这个范围里，有全部以它开头的文字',
    breaks: '按姓名、学号开头查找会漏人',
    expected: '3',
    see: async ({ db, others }) => {
      const names = ['王', '王\u{1F600}', '王一', '玉']
      await db.collection(others).add(names.map((name, i) => ({ _id: `prefix-${String(i)}`, group: 'prefix', name })))
      const inRange = db.command.gte('王').and(db.command.lt(`王${LAST}`))
      const { data } = await db.collection(others).where({ group: 'prefix', name: inRange }).get()
      return String(data.length)
    },
  },
  {
    id: 'shape-of-one-document',
    claim: '事务外读一份文档得到列表，事务内得到文档本身或空值',
    breaks: '登记、修改、撤销都会读不到数据',
    expected: 'list, document, null',
    see: async (scratch) => {
      await put(scratch, 'shape', {})
      const { db, items } = scratch
      const outside = (await db.collection(items).doc('shape').get()).data
      const tx = await db.startTransaction()
      const inside = (await tx.collection(items).doc('shape').get()).data
      const nothing = (await tx.collection(items).doc('not-there').get()).data
      await tx.rollback()
      const shape = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : 'document')
      return [outside, inside, nothing].map(shape).join(', ')
    },
  },
  {
    id: 'transactions-under-conflict',
    claim: '事务冲突时一方失败并报我们认识的错，不会丢数',
    breaks: '高峰时登记、注销会报“服务出错”，或者互相覆盖',
    expected: 'nothing lost',
    see: async (scratch) => {
      await put(scratch, 'conflict', { n: 0 })
      const ends = await Promise.all(Array.from({ length: CALLERS }, () => incremented(scratch, 'conflict')))
      const odd = ends.find((end) => end !== 'done' && end !== 'contention')
      if (odd !== undefined) return `unknown code ${odd}`
      const done = ends.filter((end) => end === 'done').length
      const counted = Number((await one(scratch, 'conflict'))?.['n'])
      return done > 0 && counted === done ? 'nothing lost' : `${String(done)} committed, ${String(counted)} counted`
    },
  },
  {
    id: 'transaction-reads-a-snapshot',
    claim: '没有提交的事务，别人看不到',
    breaks: '登记到一半的数据会被别人看到',
    expected: '0, 1',
    see: async (scratch) => {
      await put(scratch, 'snapshot', { n: 0 })
      const { db, items } = scratch
      const tx = await db.startTransaction()
      await tx.collection(items).doc('snapshot').set({ key: 'snapshot', n: 1 })
      const before = String((await one(scratch, 'snapshot'))?.['n'])
      await tx.commit()
      return `${before}, ${String((await one(scratch, 'snapshot'))?.['n'])}`
    },
  },
  {
    id: 'times-come-back-as-dates',
    claim: '数据库时间写进去，读出来是日期',
    breaks: '检查定时任务、时钟偏差会不准',
    expected: 'date',
    see: async (scratch) => {
      await put(scratch, 'date', { at: scratch.db.serverDate() })
      return (await one(scratch, 'date'))?.['at'] instanceof Date ? 'date' : text((await one(scratch, 'date'))?.['at'])
    },
  },
]

/** How each assumption was found, one after the other; all of them, or these. */
export const checkAssumptions = async (scratch: Scratch, only?: readonly string[]): Promise<Finding[]> => {
  const findings: Finding[] = []
  for (const assumption of ASSUMPTIONS) {
    const { id, claim, breaks, expected, indexed } = assumption
    if (only?.includes(id) === false) continue
    if (indexed === true && !scratch.indexed) {
      findings.push(notTried(id, claim, '没能给试验集合建唯一索引'))
      continue
    }
    try {
      const seen = await assumption.see(scratch)
      findings.push(finding(id, claim, seen === expected, { seen, breaks }))
    } catch (error) {
      const failed = `failed with ${codeOf(error)}`
      findings.push(
        isUnanswered(error)
          ? notTried(id, claim, unanswered(error))
          : finding(id, claim, false, { seen: failed, breaks }),
      )
    }
  }
  return findings
}

/** Of the platform, what a command on a desk cannot ask: each with how to see it by hand. */
export const BEYOND: readonly Finding[] = [
  notTried(
    'wechat-identity',
    '云函数里的身份来自微信，不来自调用者写的内容',
    '要在手机上试：两个微信各打开一次“我的账号”',
  ),
  notTried('one-call-at-a-time', '一个实例同时只处理一个调用', '见上面“单实例并发”；实际行为要在平台的监控里看'),
  notTried('run-time-limits', '请求超过 100 KB、回复超过 1 MB、超时会怎样报错', '要从小程序里试：导出一份很大的名单'),
  notTried('messages', '微信订阅消息的模板、字段和错误码', '要有真的模板和手机：点一次“提醒我”'),
]
