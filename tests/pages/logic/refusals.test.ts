import { beforeEach, expect, test } from 'vitest'
import { LEAGUE, person, Student, valueOf } from '../../support/client'
import { Stage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
beforeEach(async () => {
  await cloud.reset()
  const student = new Student(cloud, 'student', person(1))
  valueOf(await student.register(person(1)))
  await student.started()
})

/** The page of the export, with a file on this phone. */
async function exported(stage: Stage) {
  const page = await stage.open(`desk/export/export?branch=${LEAGUE}`)
  await page.hears('onWhy', { value: '归档' })
  await page.does('onExport')
  expect(page.shows('ready.name')).toMatch(/\.xlsx$/u)
  return page
}

test('a file that WeChat does not open says what to do instead', async () => {
  const stage = new Stage(cloud, 'local-league-secretary')
  const page = await exported(stage)
  stage.refuses('openDocument', { errMsg: 'openDocument:fail filetype not supported' })
  await page.does('onOpen')
  expect(page.shows('failure')).not.toBe('')
})

test('one that cannot be handed on says so', async () => {
  const stage = new Stage(cloud, 'local-league-secretary')
  const page = await exported(stage)
  stage.refuses('shareFileMessage', { errMsg: 'shareFileMessage:fail' })
  await page.does('onSend')
  expect(page.shows('failure')).not.toBe('')
})
