import * as v from 'valibot'
import { toIso } from '../../domain/beijing'
import { note } from '../audit/note'
import { identifyStaff, rightFor } from '../call/caller'
import { ALL_BRANCHES } from '../store/records'
import { Id } from '../call/schemas'
import { accepted, badInput, operation, refused, type Call } from '../call/serve'

const Code = v.pipe(v.string('type'), v.regex(/^[\w-]{1,32}$/u, 'province.code'))

const administrator = async (call: Call) => {
  const caller = await identifyStaff(call)
  if (!caller.ok) return caller
  const right = rightFor(caller.value.wechat, ALL_BRANCHES)
  return right?.role === 'administrator' ? accepted(right) : refused({ code: 'READ_ONLY' })
}

const register = operation(
  v.object({
    code: Code,
    name: v.pipe(v.string('type'), v.trim(), v.minLength(1, 'required'), v.maxLength(100, 'length')),
    publicKey: v.record(v.string(), v.unknown(), 'type'),
  }),
  async (call, { code, name, publicKey }) => {
    const right = await administrator(call)
    if (!right.ok) return right
    const key = await call.publicKeys.read(publicKey)
    if (key === undefined) return badInput([{ path: 'publicKey', rule: 'key' }])
    await call.store.putProvinceKey({ code, kid: key.kid, name, jwk: key.jwk, revokedAt: null })
    await note(call, right.value, {
      what: 'provinceRegister',
      whom: `${code} ${name}`,
      why: '',
      branchId: ALL_BRANCHES,
    })
    return accepted({ code, kid: key.kid })
  },
)

const revoke = operation(v.object({ code: Id, kid: Id }), async (call, { code, kid }) => {
  const right = await administrator(call)
  if (!right.ok) return right
  const key = await call.store.provinceKey(code, kid)
  if (key === null) return refused({ code: 'NOT_FOUND' })
  await call.store.putProvinceKey({ ...key, revokedAt: key.revokedAt ?? call.now })
  await note(call, right.value, {
    what: 'provinceRevoke',
    whom: `${code} ${key.name}`,
    why: '',
    branchId: ALL_BRANCHES,
  })
  return accepted({})
})

/** Every key that was registered, revoked ones too, so that it can be told from what stands in an outside system's request. */
const list = operation(v.object({}), async (call) => {
  const right = await administrator(call)
  if (!right.ok) return right
  const keys = await call.store.provinceKeys()
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
