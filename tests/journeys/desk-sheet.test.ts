import { expect, it } from 'vitest'
import { aStudent, LEAGUE } from '../support/client'
import { cancel, sheet } from './desk'
import { useStage } from './stage'

const stage = useStage()

it('a decision begins with nothing ticked, whatever was ticked in the one before', async () => {
  const { cloud } = stage
  await (await aStudent(cloud)).started({ branchId: LEAGUE })
  const phone = await stage.phone('local-league-secretary', `desk/queue/queue?branch=${LEAGUE}`)
  await phone.tick(/^选择/u)
  await phone.tap(/^同意/u)
  await sheet(phone).getByRole('checkbox').click()
  await sheet(phone).getByRole('checkbox', { checked: true }).waitFor()
  await cancel(phone)
  await phone.tap(/^同意/u)
  await sheet(phone).getByRole('checkbox', { checked: false }).waitFor()
  expect(await sheet(phone).getByRole('checkbox', { checked: true }).count()).toBe(0)
  await phone.close()
})
