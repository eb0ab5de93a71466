import { afterAll, beforeAll, it } from 'vitest'
import { openDesk, type Desk } from '../deploy/command'
import { useStage } from './stage'

const stage = useStage()
let desk: Desk
beforeAll(() => {
  desk = openDesk()
})
afterAll(() => {
  desk.close()
})

it('somebody who never registered opens an empty deployment with the code of deploy:admin, makes a branch and invites its secretary', async () => {
  const { cloud } = stage
  await cloud.empty()
  const { text } = await desk.run('admin', ['--env', 'local'], {
    PORT: new URL(cloud.url).port,
    DATA_DIR: cloud.dataDir,
  })
  const code = /邀请码：(\S+)/.exec(text)?.[1] ?? ''

  const phone = await stage.phone('first-of-all')
  await phone.tap('我的账号')
  await phone.tap('我有工作人员邀请码')
  await phone.fill('邀请码', code)
  await phone.fill('你的姓名', '林晓')
  await phone.tap('加入')
  await phone.sees('你现在是全部团支部、党支部的管理员。')
  await phone.tap('进入工作台')
  await phone.sees('还没有团支部、党支部')
  await phone.tap(/^新建团支部或党支部/u)
  await phone.fill('组织全称', '中国共产主义青年团某学院2030级团支部')
  await phone.fill('简称', '某学院2030级团支部')
  await phone.tap('新建')
  await phone.sees(/^已新建。/u)

  const [branch] = [...cloud.store.collection('branches').versions.keys()]
  await phone.open(`desk/staff/staff?branch=${branch ?? ''}`)
  await phone.tap('邀请')
  await phone.choose(/^书记/u)
  await phone.tap('生成邀请码')
  await phone.tap('复制邀请')
  const invitation = await phone.copied()

  const secretary = await stage.phone('the-secretary', 'desk/accept/accept')
  await secretary.fill('邀请码', /输入：(\S+?)（/u.exec(invitation)?.[1] ?? '')
  await secretary.fill('你的姓名', '周宁')
  await secretary.tap('加入')
  await secretary.sees('你现在是某学院2030级团支部的书记。')
})
