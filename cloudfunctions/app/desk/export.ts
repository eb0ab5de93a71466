import * as v from 'valibot'
import { beijingDay } from '../../domain/beijing'
import { listOf } from '../../domain/desk-lists'
import { note } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import type { TransferRecord } from '../store/records'
import { Id, Stage, Why } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { share } from './download-link'

/** So many are read at once: a document is about 2 KB. */
const PAGE = 500
/** Of a reply of 1 MB, what is left for the file as base64. */
const BASE64_AT_MOST = 1024 * 1024 - 4 * 1024

/** All of a branch's transfers, longest waiting first; undefined where the call's time ends before. */
const readAll = async (
  context: Context,
  branchId: string,
  stage: TransferRecord['stage'] | undefined,
): Promise<TransferRecord[] | undefined> => {
  const all: TransferRecord[] = []
  for (;;) {
    if (context.clock() > context.deadline) return undefined
    const after = all.at(-1)?.position
    const page = await context.store.queue({
      branchId,
      list: listOf(stage === undefined ? {} : { stage }),
      ...(after === undefined ? {} : { after }),
      limit: PAGE,
    })
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

const base64Of = (file: Uint8Array): string => {
  let binary = ''
  for (let at = 0; at < file.length; at += 0x8000) binary += String.fromCharCode(...file.subarray(at, at + 0x8000))
  return btoa(binary)
}

const NOT_IN_A_FILE_NAME = /[\\/:*?"<>|\p{C}]/gu

/**
 * The branch's transfers as an .xlsx file: numbers masked, with a reason that goes into the audit log. One that does not
 * fit into a reply (about 7,000 transfers) is had by an address for a short time. Errors: `TRY_AGAIN` where the call's
 * time ended first.
 */
const exportFile = operation(
  v.object({ branchId: Id, stage: v.exactOptional(Stage), why: Why }),
  async (context, { branchId, stage, why }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const { branch, right } = at.value
    const transfers = await readAll(context, branchId, stage)
    if (transfers === undefined) return refused({ code: 'TRY_AGAIN' })
    // Like the spreadsheets themselves, it is a file of its own in the deployed function.
    const { exportSheet } = await import('./export-sheet')
    const file = await context.spreadsheets.write(
      exportSheet(transfers, { branch, sealing: context.sealing, now: context.now }),
    )
    const base64 = base64Of(file)
    const whom = `${String(transfers.length)}${stage === undefined ? '' : ` ${stage}`}`
    await note(context, right, { what: 'export', whom, why, branchId })
    const fileName = `${branch.shortName}-转接情况-${beijingDay(context.now)}.xlsx`.replace(NOT_IN_A_FILE_NAME, '')
    if (base64.length <= BASE64_AT_MOST) return accepted({ fileName, base64 })
    return accepted({ fileName, url: await share(context, file, 'xlsx') })
  },
)

export const exportOperations = { 'desk.export': exportFile }
