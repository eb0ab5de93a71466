import { randomUUID } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import type { RegistrationFields } from '../../../cloudfunctions/contract'
import {
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  PARTY,
  partySecretary,
  person,
  valueOf,
  type Student,
} from '../../support/client'
import type { TestCloud } from '../../support/local-cloud'

/** What somebody has to know who goes on with what was stored. */
export interface Known {
  openids: string[]
  /** Whose form was begun and never sent. */
  drafting: string
  draft: Record<string, unknown>
  signIn: { login: string; password: string }
  recovery: { login: string; code: string }
  link: string
  /** The code by which another secretary comes in. */
  invitation: string
  /** Who claims a number that somebody else holds, and what was registered in vain. */
  claimant: string
  claim: RegistrationFields
}

/** Sends requests as an outside system whose key the administrator has registered. */
const anOutsideSystem = async (cloud: TestCloud): Promise<(claims: object) => Promise<void>> => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const key = { code: 'hebei', name: '河北', publicKey: { ...(await exportJWK(publicKey)) } }
  const { kid } = valueOf(await administrator(cloud).desk('province.register', key))
  const { aud } = (await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { aud: string }
  return async (claims) => {
    const iat = Math.floor(cloud.clock.now() / 1_000)
    const envelope = { iss: 'hebei', aud, iat, exp: iat + 240, jti: randomUUID() }
    const jws = await new CompactSign(Buffer.from(JSON.stringify({ ...envelope, ...claims })))
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .sign(privateKey)
    const answered = await fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body: jws })
    if (answered.status !== 200) throw new Error(`province ${String(answered.status)}`)
  }
}

/**
 * Made-up people who leave one of everything behind that is kept: each kind of event, each collection that outlives an
 * hour. What they did is read again by every later version.
 */
export const storeCohort = async (cloud: TestCloud): Promise<Known> => {
  const [league, party] = [leagueSecretary(cloud), partySecretary(cloud)]
  const people: Student[] = []
  const student = async (given: Partial<RegistrationFields> = {}) => {
    const one = await aStudent(cloud, given)
    people.push(one)
    return one
  }
  const { items } = valueOf(await league.desk('branch.list', {}))
  const branchSystemId = items.find(({ id }) => id === LEAGUE)?.systemId
  const outside = new Caller(cloud, 'outside')

  const received = await student({ party: 'full' })
  const announced = await received.announced(await received.started({ kind: 'party', branchId: PARTY }))
  const online = await party.decided(announced, { verdict: 'receive', checked: ['online', 'materials'] })
  const corrected = { verdict: 'receive', unchecked: ['materials'], reason: '登记错人' }
  const again = await party.decided(online, corrected)
  await party.decided(again, { verdict: 'receive', checked: ['materials', 'receipt'] })

  const [matched, refused, failing, linked] = [await student(), await student(), await student(), await student()]
  const [fromProvince, submitted, wrong, open] = await Promise.all(
    [matched, refused, failing, linked].map(async (one) => league.approved(await one.started())),
  )
  if (!fromProvince || !submitted || !wrong || !open) throw new Error('not approved')
  cloud.clock.pass(25 * 3_600_000)
  const send = await anOutsideSystem(cloud)
  const { name, idNumber, memberNumber } = matched.person
  await send({ name, idNumber, memberNumber, branchSystemId })
  await send({ name: '另一姓名', idNumber, memberNumber, branchSystemId })
  const sent = valueOf(await refused.act(submitted, { action: 'request' }))
  await league.decided(sent, { verdict: 'confirm', result: 'failure', reason: '姓名有误' })
  valueOf(await failing.request(wrong, { ...failing.claim, name: '写错的姓名' }))
  valueOf(await failing.member('account.amend', { name: '改过的姓名' }))
  const { token: link } = valueOf(await linked.member('transfer.invite', { id: open.id }))
  const checking = { token: link, claimed: linked.claim, organisation: '某中学团委', commandId: 'stored-check' }
  valueOf(await outside.member('invite.check', checking))

  const amended = await student()
  valueOf(await amended.act(await amended.started(), { action: 'amend', branchId: LEAGUE, reason: '升学' }))
  valueOf(await amended.member('transfer.declare', { id: (await amended.transfer()).id, officialRegistration: true }))
  const undone = await student()
  await league.decided(await league.returned(await undone.started()), { verdict: 'undo' })
  const impatient = await student()
  const early = await league.approved(await impatient.started())
  if (codeOf(await impatient.request(early, impatient.claim)) !== 'WAIT_NOT_OVER') throw new Error('no wait')
  const withdrawn = await student()
  valueOf(await withdrawn.act(await withdrawn.started(), { action: 'withdraw' }))

  /** A number that somebody holds who waits, and another person claims. */
  const claimed = async (n: number): Promise<RegistrationFields> => {
    const holder = await student()
    await holder.started()
    const claim = { ...person(n), idNumber: holder.person.idNumber }
    if (codeOf(await new Caller(cloud, `claimant-${String(n)}`).register(claim)) !== 'ID_TAKEN') throw new Error('free')
    return claim
  }
  const [letGo, claim] = [await claimed(998), await claimed(999)]
  const conflicts = valueOf(await league.desk('desk.conflicts', { branchId: LEAGUE })).items
  const conflictId = conflicts.find(({ claimantName }) => claimantName === letGo.name)?.id ?? ''
  valueOf(await league.desk('desk.release', { conflictId, why: '当面核对身份证' }))

  const erased = await student()
  await erased.started()
  valueOf(await erased.member('account.erase', { confirm: true }))

  const signing = await student()
  valueOf(await signing.member('account.password', { username: 'stored', password: 'made-up password' }))
  const recovering = await student()
  const { code } = valueOf(
    await league.desk('desk.recoveryCode', { id: (await recovering.started()).id, why: '换了手机' }),
  )

  const draft = { name: '测试草稿', phone: '19900018888' }
  valueOf(await new Caller(cloud, 'drafting').member('draft.save', { form: 'register', data: draft, consent: CONSENT }))

  const { name: rowName, idNumber: rowNumber } = person(997)
  const rows = [{ name: rowName, idNumber: rowNumber, studentNumber: 'U202400001', phone: '19900017777' }]
  valueOf(await league.desk('roster.import', { branchId: LEAGUE, importId: 'stored', rows }))
  cloud.wechat.allow('local-league-secretary', ['local-template-waiting'])
  valueOf(await league.desk('desk.subscribe', { branchId: LEAGUE, templates: ['local-template-waiting'] }))
  addStaff(cloud, 'leaving', LEAGUE, 'cadre')
  valueOf(await league.desk('staff.remove', { branchId: LEAGUE, id: 'staff-leaving' }))
  const invitation = valueOf(await league.desk('staff.invite', { branchId: LEAGUE, role: 'counsellor' })).code
  await cloud.clock.tick()
  return {
    openids: people.map(({ openid = '' }) => openid),
    drafting: 'drafting',
    draft,
    signIn: { login: 'stored', password: 'made-up password' },
    recovery: { login: recovering.person.phone, code },
    link,
    invitation,
    claimant: 'claimant-999',
    claim,
  }
}
