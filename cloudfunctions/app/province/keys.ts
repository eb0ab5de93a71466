import * as v from 'valibot'
import { NAME_LENGTH } from '../../../miniprogram/limits'
import { toIso } from '../../domain/beijing'
import { note } from '../audit/note'
import { ADMINISTRATOR, rightAnywhere } from '../call/authority'
import { identifyStaff } from '../call/caller'
import { ALL_BRANCHES } from '../store/records'
import { Id } from '../call/schemas'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'

const Code = v.pipe(v.string(), v.regex(/^[\w-]{1,32}$/u, 'province.code'))

const administrator = async (context: Context) => {
  const caller = await identifyStaff(context)
  if (!caller.ok) return caller
  return rightAnywhere(caller.value.wechat, ADMINISTRATOR)
}

const register = operation(
  v.object({
    code: Code,
    name: v.pipe(v.string(), v.trim(), v.minLength(1, 'required'), v.maxLength(NAME_LENGTH, 'length')),
    publicKey: v.record(v.string(), v.unknown()),
  }),
  async (context, { code, name, publicKey }) => {
    const right = await administrator(context)
    if (!right.ok) return right
    const key = await context.publicKeys.read(publicKey)
    if (key === undefined) return badInput([{ path: 'publicKey', rule: 'key' }])
    await context.store.putProvinceKey({ code, kid: key.kid, name, jwk: key.jwk, revokedAt: null })
    await note(context, right.value, {
      what: 'provinceRegister',
      whom: `${code} ${name}`,
      why: '',
      branchId: ALL_BRANCHES,
    })
    return accepted({ code, kid: key.kid })
  },
)

const revoke = operation(v.object({ code: Id, kid: Id }), async (context, { code, kid }) => {
  const right = await administrator(context)
  if (!right.ok) return right
  const key = await context.store.provinceKey(code, kid)
  if (key === null) return refused({ code: 'NOT_FOUND' })
  await context.store.putProvinceKey({ ...key, revokedAt: key.revokedAt ?? context.now })
  await note(context, right.value, {
    what: 'provinceRevoke',
    whom: `${code} ${key.name}`,
    why: '',
    branchId: ALL_BRANCHES,
  })
  return accepted({})
})

/** Every key that was registered, revoked ones too, so that it can be told from what stands in an outside system's request. */
const list = operation(v.object({}), async (context) => {
  const right = await administrator(context)
  if (!right.ok) return right
  const keys = await context.store.provinceKeys()
  return accepted({
    items: keys.map(({ kid, code, name, revokedAt }) => ({
      code,
      name,
      kid,
      ...(revokedAt === null ? {} : { revokedAt: toIso(revokedAt) }),
    })),
  })
})

export const provinceKeyOperations = { 'province.register': register, 'province.revoke': revoke, 'province.list': list }
