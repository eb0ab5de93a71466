/** What a secretary does at the desk: the labels of its buttons and sheets stand here alone. */
import type { Locator } from 'playwright-core'
import type { Phone } from '../support/phone'

/** The sheet in which a decision is filled in. */
export const sheet = (phone: Phone): Locator => phone.front.getByRole('dialog').filter({ visible: true })

/** Leaves the sheet without deciding; it is gone once it has slid away. */
export async function cancel(phone: Phone): Promise<void> {
  await sheet(phone).getByRole('button', { name: '取消' }).click()
  await sheet(phone).waitFor({ state: 'hidden' })
}

/** Opens the desk from the first page. */
export async function enterDesk(phone: Phone): Promise<void> {
  await phone.tap(/^(?:团支部|党支部|管理)工作台/u)
  await phone.front.getByRole('tablist', { name: '按状态查看' }).waitFor()
}

export async function filterBy(phone: Phone, label: string): Promise<void> {
  await phone.front.getByRole('tab', { name: label, exact: true }).click()
}

/** Returns the chosen with a reason written by hand. */
export async function returnChosen(phone: Phone, reason: string): Promise<void> {
  await phone.tap(/^退回/u)
  await sheet(phone).getByPlaceholder('原因（必填）').fill(reason)
  await sheet(phone).getByRole('button', { name: /^退回/u }).last().click()
}

/** Approves the chosen; with the tick that they were approved in the official system, as it must be. */
export async function approveChosen(phone: Phone): Promise<void> {
  // With how many: the button of an open file, for that one person, goes only when this one comes.
  await phone.tap(/^同意 \d+ 人/u)
  await sheet(phone).getByRole('checkbox').click()
  await sheet(phone).getByRole('button', { name: /^同意/u }).click()
}

/** Records for the chosen what the official system finally said. */
export async function confirmChosen(phone: Phone, result: '转移成功' | '转移失败', reason = ''): Promise<void> {
  await phone.tap(/^登记.*北京系统结果/u)
  await sheet(phone)
    .getByRole('radio', { name: new RegExp(`^${result}`, 'u') })
    .click()
  if (reason !== '') await sheet(phone).getByPlaceholder('原因（选填）').fill(reason)
  await sheet(phone).getByRole('button', { name: /^登记/u }).last().click()
}

/** Records for the chosen which of their Party papers have come. */
export async function receive(phone: Phone, facts: readonly string[]): Promise<void> {
  await phone.tap(/^登记.*接收情况/u)
  for (const fact of facts)
    await sheet(phone)
      .getByRole('checkbox', { name: new RegExp(`^${fact}`, 'u') })
      .click()
  await sheet(phone).getByRole('button', { name: /^登记/u }).last().click()
}
