import * as v from 'valibot'
import type { Role } from '../../contract'
import { CODE_VALID_HOURS, ROLE_NAMES, STRONGEST_FIRST } from '../../../miniprogram/limits'
import { HOUR, toIso, type Instant } from '../../domain/beijing'
import { tidyName } from '../../domain/normalise'
import { nameFault } from '../../domain/registration'
import { auditEntry, note } from '../audit/note'
import { atBranchOrAll, atTransfer, decides, DECIDING, rightAmong } from '../call/authority'
import { orRefused, Refusal } from '../call/refusal'
import { identify, identifyStaff, isPlausibleId } from '../call/caller'
import { giveBackTry, takeTry } from '../call/tries'
import { readCode, spellCode } from '../call/one-time-code'
import type { Transaction } from '../store/ports'
import { ALL_BRANCHES, DEPLOYMENT, type StaffCodeRecord, type StaffRecord } from '../store/records'
import { nameIn } from '../audit/names'
import { changeRights, keepName, putRight, rightsAt } from './rights'
import { Id } from '../call/schemas'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { staffView } from '../store/views'

const AnyRole = v.picklist(STRONGEST_FIRST, 'choice')

/** An administrator's right is for every branch, whichever one it was given in. */
const placeOf = (role: Role, branchId: string): string => (role === 'administrator' ? ALL_BRANCHES : branchId)

const invite = operation(
  v.pipe(
    v.object({ branchId: Id, role: AnyRole }),
    v.forward(
      v.check(({ branchId, role }) => branchId !== ALL_BRANCHES || role === 'administrator', 'choice'),
      ['role'],
    ),
  ),
  async (context, { branchId, role }) => {
    const at = await atBranchOrAll(context, branchId, role === 'administrator' ? ['administrator'] : DECIDING)
    if (!at.ok) return at
    const { right } = at.value
    const place = placeOf(role, branchId)
    const code = context.random.code()
    const expiresAt = context.now + CODE_VALID_HOURS * HOUR
    await note(context, right, { what: 'staffInvite', whom: role, why: '', branchId: place })
    const [token] = context.sealing.tokens('staffCode', code)
    await context.store.addStaffCode({
      _id: token,
      id: context.random.id(),
      branchId: place,
      role,
      invitedBy: right.id,
      expiresAt,
    })
    return accepted({ code: spellCode(code), expiresAt: toIso(expiresAt) })
  },
)

/** Whether the code may still be used: in time, and by the word of somebody who still decides there. */
const isUsable = (code: StaffCodeRecord, now: Instant, rights: readonly StaffRecord[]): boolean =>
  now < code.expiresAt && [...rights, DEPLOYMENT].some((right) => right.id === code.invitedBy && decides(right))

const accept = operation(
  v.object({ code: v.pipe(v.string(), v.maxLength(100, 'length')), name: v.exactOptional(v.string()) }),
  async (context, input) => {
    const given = input.name === undefined ? undefined : tidyName(input.name)
    const fault = given === undefined ? undefined : nameFault(given)
    if (fault !== undefined) return badInput([{ path: 'name', rule: fault }])
    const caller = await identify(context)
    if (!caller.ok) return caller
    const { openid, wechat } = caller.value
    const attempt = await takeTry(context, openid)
    if (!attempt.ok) return attempt
    const account = wechat.accountId === null ? null : await context.store.account(wechat.accountId)
    const name = given ?? account?.name

    const [known, administrators] = await Promise.all([
      context.store.staffCode(context.sealing.tokens('staffCode', readCode(input.code))),
      context.store.staffAt([ALL_BRANCHES]),
    ])
    if (known === null) return refused({ code: 'CODE_INVALID' })
    const place = known.branchId
    const outcome = await orRefused(() =>
      changeRights(context, place, async (tx, wechats) => {
        const code = await tx.staffCode(known._id)
        const rights = [...rightsAt(wechats, place), ...rightsAt(administrators, ALL_BRANCHES)]
        if (code === null || !isUsable(code, context.now, rights)) throw new Refusal({ code: 'CODE_INVALID' })
        const held = rightsAt(
          wechats.filter(({ _id }) => _id === openid),
          place,
        )[0]
        const id = held?.id ?? context.random.id()
        const right: StaffRecord = {
          id,
          branchId: place,
          role: code.role,
          name: name ?? held?.name ?? `${ROLE_NAMES[code.role]} ${id.slice(0, 4)}`,
        }
        await putRight(tx, wechats, { branchId: place, openids: [openid], right, by: right.role })
        await tx.dropStaffCode(code._id)
        await tx.noteAudit(
          auditEntry(context, right, { what: 'staffAccept', whom: code.role, why: '', branchId: place }),
        )
        return right
      }),
    )
    if (!outcome.ok) return outcome
    await giveBackTry(context, openid)
    return accepted(staffView(outcome.value, await context.store.branches([place])))
  },
)

/** The right by which the caller changes those of others, read again where nothing can change it meanwhile. */
const deciderIn = async (
  tx: Transaction,
  context: Context,
  branchId: string,
  roles: readonly Role[],
): Promise<StaffRecord> => {
  const wechat = context.openid === undefined ? null : await tx.wechat(context.openid)
  if (wechat === null || wechat.staff.length === 0) throw new Refusal({ code: 'NOT_STAFF' })
  const right = rightAmong(wechat, [branchId], roles)
  if (!right.ok) throw new Refusal(right.error)
  return right.value
}

const grant = operation(v.object({ transferId: Id, role: AnyRole }), async (context, { transferId, role }) => {
  const roles: readonly Role[] = role === 'administrator' ? ['administrator'] : DECIDING
  const at = await atTransfer(context, transferId, roles)
  if (!at.ok) return at
  const { transfer, branch } = at.value.joined
  const nobody = refused({ code: 'NOT_NOW', detail: { stage: transfer.stage } })
  if (transfer.state.erased) return nobody
  const place = placeOf(role, branch._id)
  const outcome = await orRefused(() =>
    changeRights(context, place, async (tx, wechats) => {
      const by = await deciderIn(tx, context, branch._id, roles)
      // A binding that has ended meanwhile takes no right.
      const openids = (await tx.account(transfer.accountId))?.wechats ?? []
      if (openids.length === 0) throw new Refusal(nobody.error)
      const held = rightsAt(
        wechats.filter(({ _id }) => openids.includes(_id)),
        place,
      )[0]
      const id = held?.id ?? context.random.id()
      const grantedTo = transfer.accountId
      const right: StaffRecord = { id, branchId: place, role, name: transfer.name, grantedTo }
      await putRight(tx, wechats, { branchId: place, openids, right, by: by.role })
      const entry = { what: 'staffGrant', whom: `${transfer.reference} ${role}`, why: '', branchId: place } as const
      await tx.noteAudit(auditEntry(context, by, entry))
      return right
    }),
  )
  return outcome.ok ? accepted(staffView(outcome.value, [branch])) : outcome
})

const remove = operation(v.object({ branchId: Id, id: Id }), async (context, { branchId, id }) => {
  const [caller, known] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(branchId) || branchId === ALL_BRANCHES ? context.store.staffAt([branchId]) : [],
  ])
  if (!caller.ok) return caller
  if (!rightsAt(known, branchId).some((right) => right.id === id)) return refused({ code: 'NOT_FOUND' })
  const may = rightAmong(caller.value.wechat, [branchId], DECIDING)
  if (!may.ok) return may
  const outcome = await orRefused(() =>
    changeRights(context, branchId, async (tx, wechats) => {
      const by = await deciderIn(tx, context, branchId, DECIDING)
      const holders = wechats.filter(({ staff }) => staff.some((right) => right.id === id))
      const [removed] = rightsAt(holders, branchId)
      if (removed === undefined) throw new Refusal({ code: 'NOT_FOUND' })
      const openids = holders.map(({ _id }) => _id)
      await putRight(tx, wechats, { branchId, openids, by: by.role })
      await keepName(tx, removed, openids)
      const entry = { what: 'staffRemove', whom: removed.role, whomStaff: removed.id, why: '', branchId } as const
      await tx.noteAudit(auditEntry(context, by, entry))
      return {}
    }),
  )
  return outcome
})

const list = operation(v.object({ branchId: Id }), async (context, { branchId }) => {
  const at = await atBranchOrAll(context, branchId, DECIDING)
  if (!at.ok) return at
  const { branch } = at.value
  const rights = rightsAt(await context.store.staffAt([branchId]), branchId)
  const people = [...new Map(rights.map((right) => [right.id, right])).values()]
  const branches = branch === undefined ? [] : [branch]
  return accepted({
    items: people.map((right) => ({
      ...staffView(right, branches),
      name: right.name,
      wechats: rights.filter(({ id }) => id === right.id).length,
    })),
  })
})

/** The codes that can still be used, the one that is over first at the top: who invited to what, never the code. */
const invitations = operation(v.object({ branchId: Id }), async (context, { branchId }) => {
  const at = await atBranchOrAll(context, branchId, DECIDING)
  if (!at.ok) return at
  const [codes, wechats] = await Promise.all([
    context.store.staffCodesAt([branchId], context.now),
    context.store.staffAt([branchId, ALL_BRANCHES]),
  ])
  const rights = [...rightsAt(wechats, branchId), ...rightsAt(wechats, ALL_BRANCHES)]
  const nameOf = nameIn(new Map(rights.map(({ id, name }) => [id, name])))
  return accepted({
    items: codes
      .filter((code) => isUsable(code, context.now, rights))
      .map(({ id, role, invitedBy, expiresAt }) => ({
        id,
        branchId,
        role,
        invitedBy: nameOf(invitedBy),
        expiresAt: toIso(expiresAt),
      })),
  })
})

/** Takes an invitation back: its code is worth nothing from now on. */
const uninvite = operation(v.object({ id: Id }), async (context, { id }) => {
  const [caller, code] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(id) ? context.store.staffCodeById(id) : null,
  ])
  if (!caller.ok) return caller
  if (code === null || code.expiresAt <= context.now) return refused({ code: 'NOT_FOUND' })
  const { branchId, role } = code
  const right = rightAmong(caller.value.wechat, [branchId], DECIDING)
  if (!right.ok) return right
  await note(context, right.value, { what: 'staffUninvite', whom: role, why: '', branchId })
  await context.store.dropStaffCodes(branchId, id)
  return accepted({})
})

export const staffOperations = {
  'staff.invite': invite,
  'staff.invitations': invitations,
  'staff.uninvite': uninvite,
  'staff.accept': accept,
  'staff.grant': grant,
  'staff.remove': remove,
  'staff.list': list,
}
