import { BEYOND, checkAssumptions } from './checks/assumptions'
import { checkAsCaller } from './checks/callers'
import { checkAsClient } from './checks/client'
import { checkAccess, checkCollections, checkFunctions, type Looking } from './checks/environment'
import { checkRunning } from './checks/running'
import { checkStorage } from './checks/storage'
import { notTried, type Chapter } from './findings'
import { wordsOf } from './refused'
import type { ScratchSpace } from './scratch'
import { openDocuments } from '../adapters/cloudbase/documents'
import type { Settings } from './settings'
import { databaseAccess, nowAt } from './target'

interface Place {
  settings: Settings
  looking: Looking
  scratch(): Promise<ScratchSpace>
  /** Which code each function should run; absent where an environment does not say. */
  codes?: ReadonlyMap<string, string>
}

/** Everything that a check asks of an environment. What it makes for that it drops again. */
export const check = async ({ settings, looking, codes, ...place }: Place): Promise<Chapter[]> => {
  const environment: Chapter = {
    title: '设置',
    findings: [
      ...(await checkCollections(looking)),
      ...(await checkAccess(looking)),
      ...(await checkFunctions(looking, codes)),
    ],
  }
  let space: ScratchSpace
  try {
    space = await place.scratch()
  } catch (error) {
    const claim = '权限、运行和对平台的假设'
    return [
      environment,
      { title: '其余', findings: [notTried('scratch', claim, `试验集合没有建成：${wordsOf(error)}`), ...BEYOND] },
    ]
  }
  try {
    const documents = openDocuments(databaseAccess(settings))
    return [
      environment,
      {
        title: '权限，从外面试',
        findings: [
          ...(await checkAsClient(() => space.client())),
          ...(await checkAsCaller(() => space.caller())),
          ...(await checkStorage(space.storage)),
        ],
      },
      { title: '运行', findings: await checkRunning(documents, space.db, space.items, await nowAt(settings)) },
      { title: '对平台的假设', findings: [...(await checkAssumptions(space)), ...BEYOND] },
    ]
  } finally {
    await space.drop()
  }
}
