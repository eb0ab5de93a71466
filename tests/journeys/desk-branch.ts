import type { PreparedKey } from '../../cloudfunctions/contract'
import { aStudent, addBranch, addStaff, LEAGUE, valueOf, type Student } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import type { Phone } from '../support/phone'
import type { Stage } from './stage'

/** The two widths of the desk: a phone, and WeChat's window on a PC. */
export const WIDTHS = [375, 1280]

/**
 * A branch of its own with a secretary, and people who ask to join it, the first longest ago; of a Party branch people
 * whose membership is on its way by letter.
 */
export const branchWith = async ({ cloud }: Stage, id: string, people: number, like = LEAGUE): Promise<Student[]> => {
  addBranch(cloud, id, {}, like)
  addStaff(cloud, `secretary-${id}`, id, 'secretary')
  const students: Student[] = []
  for (let n = 0; n < people; n += 1) students.push(await (like === LEAGUE ? asking(cloud, id) : announcing(cloud, id)))
  return students
}

const asking = async (cloud: TestCloud, branchId: string): Promise<Student> => {
  const student = await aStudent(cloud)
  await student.started({ branchId })
  return student
}

const announcing = async (cloud: TestCloud, branchId: string): Promise<Student> => {
  const student = await aStudent(cloud, { party: 'full' })
  const started = await student.started({ kind: 'party', branchId })
  const letter = { issuedOn: new Date(cloud.clock.now()).toISOString().slice(0, 10), validDays: 90 }
  const prepared: PreparedKey[] = ['file', 'letterToCounsellor']
  valueOf(await student.act(started, { action: 'announce', channel: 'paper', letter, prepared }))
  return student
}

/** A page of the desk of a branch, in front of its secretary or somebody else. */
export const deskOf = (
  stage: Stage,
  page: string,
  id: string,
  width: number,
  who = `secretary-${id}`,
  height = width < 900 ? 812 : 800,
): Promise<Phone> => stage.phone(who, `desk/${page}/${page}?branch=${id}`, { width, height })

export const queueOf = (stage: Stage, id: string, width: number, who?: string): Promise<Phone> =>
  deskOf(stage, 'queue', id, width, who)

/** Everybody in the queue's list, as far as it is shown. */
export const rowsOf = (phone: Phone) => phone.front.getByRole('list', { name: '申请列表' }).getByRole('listitem')
