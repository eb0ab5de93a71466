import { describe, expect, it } from 'vitest'
import type { ReminderKind } from '../../cloudfunctions/contract'
import { digestOf, messageOf } from '../../cloudfunctions/domain/messages'
import { aTransfer, aTransferIn, beijing, DAY, type TransferBuilder } from '../support/builders'

const league = () => aTransfer('province').registered()

describe('what a message says', () => {
  // prettier-ignore
  const ROWS: [kind: ReminderKind, when: string, transfer: TransferBuilder, result: string, note: string][] = [
    ['waitOver', 'the wait is over',               league().approved(),                        '可以提交', '现在可以请原团组织提交转入北京申请'],
    ['answered', 'the branch approved',            league().approved(),                        '已同意',   '等到可提交的时间，再请原团组织提交'],
    ['answered', 'the branch returned it',         league().returned(),                        '已退回',   '打开小程序查看原因，修改后重新申请'],
    ['answered', 'a branch inside Beijing agreed', aTransferIn('beijing', 'transferred'),      '转移成功', '团支部已同意你的加入申请'],
    ['answered', 'a Party branch returned it',     aTransferIn('party', 'returned'),           '已退回',   '打开小程序查看原因，核对后重新登记'],
    ['result',   'it matched',                     aTransferIn('province', 'transferred'),     '核对一致', '原团组织已核对，等待北京系统确认'],
    ['result',   'it is confirmed',                aTransferIn('province', 'transferred').confirmed(), '转移成功', '你的团组织关系已转入团支部'],
    ['result',   'a field differs',                aTransferIn('province', 'failed'),          '转移失败', '打开小程序查看哪一项不一致'],
    ['result',   'the official system refused',    league().approved().officiallyFailed(),     '转移失败', '打开小程序查看原因和下一步'],
    ['result',   'it was taken back in Beijing',   aTransferIn('beijing', 'transferred').officiallyFailed(), '已退回', '打开小程序查看原因，修改后重新申请'],
    ['result',   'the Party has all papers',       aTransferIn('party', 'received'),           '接收完成', '党支部已收齐材料'],
    ['result',   'the Party returned it',          aTransferIn('party', 'returned'),           '已退回',   '打开小程序查看原因，核对后重新登记'],
    ['nudge',    'he has to ask to join there',    league(),                                   '等你办理', '请确认已在北京共青团系统申请加入'],
    ['nudge',    'he has to have it submitted',    league().approved(),                        '等你办理', '请联系原团组织，按可提交的时间提交'],
    ['nudge',    'he has to ask again',            league().returned(),                        '等你办理', '申请已退回，请修改后重新提交'],
    ['nudge',    'he has to look after a failure', aTransferIn('province', 'failed'),          '等你办理', '转移失败，请打开小程序核对后处理'],
    ['nudge',    'he has to prepare',              aTransferIn('party', 'preparing'),          '等你办理', '请备齐材料，请原党组织发起转出'],
    ['nudge',    'he has to bring papers',         aTransferIn('party', 'announced'),          '等你办理', '请按要求交齐材料'],
    ['nudge',    'nothing is left to do',          aTransferIn('province', 'transferred'),     '等你办理', '打开小程序查看办理情况'],
    ['nudge',    'the Party has received',         aTransferIn('party', 'received'),           '等你办理', '打开小程序查看办理情况'],
    ['nudge',    'it is withdrawn',                aTransferIn('province', 'withdrawn'),       '等你办理', '打开小程序查看办理情况'],
    ['nudge',    'a step was an oversight',        league().approved().undone(),               '误操作撤销', '上一步是误操作，已恢复，请打开查看'],
  ]
  it.each(ROWS)('(%s) when %s', (kind, _when, transfer, result, note) => {
    const message = messageOf(kind, transfer.state, '1234567897', beijing('2024-09-03 14:05'))
    expect(message).toEqual({
      what: transfer.journey === 'party' ? '党组织关系转接' : '团组织关系转接',
      result,
      note,
      at: '2024年9月3日 14:05',
      reference: '1234567897',
    })
  })

  it('names the minute in which it happened, and of a wait the next full one', () => {
    const at = beijing('2024-09-03 14:05:59.999')
    expect(messageOf('result', league().approved().state, '1', at).at).toBe('2024年9月3日 14:05')
    expect(messageOf('waitOver', league().approved().state, '1', at).at).toBe('2024年9月3日 14:06')
  })
})

describe('the message to a secretary each morning', () => {
  const now = beijing('2024-09-10 09:00')
  it('counts who waits for the League branch, and the whole days of the first', () => {
    expect(digestOf('league', 12, now - 3 * DAY, now)).toEqual({
      what: '团支部待审核申请',
      result: '待审核',
      at: '2024年9月10日 09:00',
      reference: '12',
      note: '12 人待审核，最早已等 3 天',
    })
    expect(digestOf('league', 1, now - 3 * DAY + 1, now).note).toBe('1 人待审核，最早已等 2 天')
  })

  it('of the Party speaks of receiving', () => {
    expect(digestOf('party', 1, now, now)).toMatchObject({
      what: '党支部待接收申请',
      result: '待接收',
      note: '1 人待接收，最早已等 0 天',
    })
  })
})
