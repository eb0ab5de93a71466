import * as v from 'valibot'
import { ROSTER_FILE_MB } from '../../../miniprogram/limits'
import { HOUR } from '../../domain/beijing'
import { DECIDING, rightAnywhere } from '../call/authority'
import { identifyStaff } from '../call/caller'
import type { UploadPartRecord } from '../store/records'
import { Text } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { Context } from '../call/context'

const KB = 1024
const PART_BYTES = 64 * KB
const FILE_BYTES = ROSTER_FILE_MB * KB * KB
/** A file in more parts than this cannot be meant to stay within its size. */
const PARTS_AT_MOST = 256
const AT_ONCE = 16
const COLUMNS_AT_MOST = 500
const ROSTER_COLUMNS = ['name', 'idNumber', 'last4', 'last6', 'studentNumber', 'phone'] as const

const badFile = (rule: string) => refused({ code: 'BAD_FILE', detail: { rule } })

const WholeNumber = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least, 'range'))
const Upload = v.pipe(
  v.object({
    id: v.pipe(Text(64), v.minLength(1, 'required')),
    part: WholeNumber(0),
    parts: WholeNumber(1),
  }),
  // Counted from 1; who counts from 0 is understood as well, for a file is whole once all its parts are there.
  v.forward(
    v.check(({ part, parts }) => part <= parts, 'range'),
    ['part'],
  ),
)
const Heading = v.pipe(v.string(), v.maxLength(500, 'length'))
const Column = v.object({
  sheet: v.exactOptional(Heading),
  heading: Heading,
  as: v.exactOptional(v.picklist(ROSTER_COLUMNS, 'choice')),
})
const Input = v.object({
  fileName: v.pipe(v.string(), v.minLength(1, 'required'), v.maxLength(255, 'length')),
  base64: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/u)),
  upload: v.exactOptional(Upload),
  columns: v.exactOptional(v.pipe(v.array(Column), v.maxLength(COLUMNS_AT_MOST, 'length')), []),
})
type ReadInput = v.InferOutput<typeof Input>

const ENDING = /\.([^.]*)$/u
const PASTED = 'tsv'
const TAKEN = ['xlsx', 'xlsm', 'xls', 'et', 'ods', 'csv', 'txt', 'htm', 'html', PASTED]

const endingOf = (fileName: string): string | undefined => ENDING.exec(fileName.trim())?.[1]?.toLowerCase()

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const placeOf = (id: string) => ({ collection: 'uploads', id, field: 'data' }) as const

/** The parts of a whole upload, in their order; undefined where one has gone meanwhile. */
const joinedFrom = async (context: Context, ids: readonly string[]): Promise<Uint8Array | undefined> => {
  const parts: (UploadPartRecord | null)[] = []
  for (let i = 0; i < ids.length; i += AT_ONCE)
    parts.push(...(await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => context.store.part(id)))))
  const there = parts.filter((part) => part !== null)
  if (there.length < ids.length) return undefined
  return joined(there.map(({ _id, data }) => bytesOf(context.sealing.open(data, placeOf(_id)))))
}

/** Keeps a part; answers the file once it is whole, else how many parts there are, or that it is too large. */
const collect = async (context: Context, owner: string, base64: string, upload: NonNullable<ReadInput['upload']>) => {
  const key = `${owner}:${upload.id}`
  const id = `${key}:${String(upload.part)}`
  const bytes = bytesOf(base64).length
  const data = context.sealing.seal(base64, placeOf(id))
  await context.store.putPart({ _id: id, upload: key, part: upload.part, bytes, data, expiresAt: context.now + HOUR })
  const parts = (await context.store.partsOf(key)).filter(({ expiresAt }) => expiresAt > context.now)
  if (parts.reduce((sum, part) => sum + part.bytes, 0) > FILE_BYTES) {
    await context.store.dropUpload(key)
    return 'size' as const
  }
  if (parts.length < upload.parts) return { received: parts.length }
  const ids = parts.toSorted((a, b) => a.part - b.part).map(({ _id }) => _id)
  const joined = await joinedFrom(context, ids)
  await context.store.dropUpload(key)
  return joined ?? { received: 0 }
}

const rowsOf = async (context: Context, { fileName, columns }: ReadInput, bytes: Uint8Array) =>
  bytes.length === 0
    ? badFile('empty')
    : context.spreadsheets.readRoster({ bytes, pasted: endingOf(fileName) === PASTED, columns })

/**
 * Reads the rows of a list of names, whole or in parts, which wait sealed for the others for an hour and go once the
 * file is read; nothing else is written, and no row is judged. Errors: `BAD_FILE` with `type`, `size`, `password`,
 * `broken`, `heading`, `heading.merged`, `heading.key`, `formula`, `rows` or `empty`.
 */
export const read = operation(Input, async (context, input) => {
  const { fileName, base64, upload } = input
  const caller = await identifyStaff(context)
  if (!caller.ok) return caller
  const { openid, wechat } = caller.value
  const right = rightAnywhere(wechat, DECIDING)
  if (!right.ok) return right
  const ending = endingOf(fileName)
  if (ending !== undefined && !TAKEN.includes(ending)) return badFile('type')
  if (base64.replace(/=+$/u, '').length % 4 === 1) return badFile('broken')
  const part = bytesOf(base64)
  if (part.length > PART_BYTES || (upload?.parts ?? 1) > PARTS_AT_MOST) return badFile('size')
  if (upload === undefined) return rowsOf(context, input, part)

  const [owner] = context.sealing.tokens('login', openid)
  const collected = await collect(context, owner, base64, upload)
  if (collected === 'size') return badFile('size')
  return collected instanceof Uint8Array ? rowsOf(context, input, collected) : accepted(collected)
})
