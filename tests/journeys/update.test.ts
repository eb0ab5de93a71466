import { describe, expect, it } from 'vitest'
import { aStudent, Caller, LEAGUE, person, type Student } from '../support/client'
import { zhangMei } from '../support/people'
import type { Phone } from '../support/phone'
import { sheet } from './desk'
import { useStage } from './stage'
import { begin, consent, findWay, identify, registerUpToCheck, tellMembership } from './way'

const stage = useStage()
const TOO_OLD = '小程序已更新，当前页面的版本太旧。请关闭小程序后重新打开。'

/** Pages that were built for another version of the contract than the functions are. */
const builtFor = async (phone: Phone, contract: number): Promise<void> => {
  await phone.page.route('**/functions/**', (route) => {
    const sent = JSON.parse(route.request().postData() ?? '{}') as object
    return route.continue({ postData: JSON.stringify({ ...sent, contract }) })
  })
}
describe('An update in the middle of a form', () => {
  it('tells old pages to be opened again, and the form goes on where it was', async () => {
    const who = { ...zhangMei, phone: '19900000041' }
    const phone = await stage.phone('in-the-middle')
    await findWay(phone)
    await begin(phone)
    await consent(phone)
    await identify(phone, who)
    await phone.sees('要转入哪里')
    await phone.sees('草稿已保存')
    await builtFor(phone, 0)
    await tellMembership(phone, who)
    await phone.tap('继续')
    await phone.sees(TOO_OLD)
    expect((await new Caller(stage.cloud, 'in-the-middle').me()).account).toBeNull()

    // Closed and opened again, WeChat has the new pages; what the last page could not keep is typed once more.
    await phone.close()
    const again = await stage.phone('in-the-middle')
    await again.sees(/草稿保存于/u)
    await again.tap(/继续/u)
    await again.sees('要转入哪里')
    await tellMembership(again, who)
    await again.tap('继续')
    await again.sees('提交前请核对')
    // Numbers stand there in groups.
    const shown = (await again.reads()).replaceAll(' ', '')
    for (const kept of [who.name, who.idNumber, who.phone]) expect(shown).toContain(kept)
    await again.close()
  })

  it('lets new pages work with the functions of before, as while a rollback leaves the pages alone', async () => {
    const who = person(77)
    const phone = await stage.phone('ahead')
    await builtFor(phone, 2)
    await registerUpToCheck(phone, who)
    await phone.close()
  })

  it('loses no decision at the desk: the page says to open it again, and nothing is decided twice', async () => {
    const student: Student = await aStudent(stage.cloud)
    const { id } = await student.started()
    const phone = await stage.phone('local-league-secretary', `desk/queue/queue?branch=${LEAGUE}`)
    await phone.tick(`选择${student.person.name}`)
    await phone.tap('退回 1 人…')
    await sheet(phone).getByText('入团年月').click()
    await builtFor(phone, 0)
    await sheet(phone).getByRole('button', { name: '退回', exact: true }).click()
    await phone.sees(TOO_OLD)
    expect((await student.transfer(id)).stage).toBe('registered')
    await phone.close()
    const again = await stage.phone('local-league-secretary', `desk/queue/queue?branch=${LEAGUE}`)
    await again.tick(`选择${student.person.name}`)
    await again.close()
  })
})
