import type { CreateIndex } from '@cloudbase/manager-node/types/interfaces/flexdb.interface'
import type { IFunctionInfo, ITrigger } from '@cloudbase/manager-node/types/function/types'

/** What the service keeps of a collection. */
export interface Table {
  indexes: CreateIndex[]
  permission: string
  /** How many more times it is not ready yet. */
  unready: number
}

/** What the service keeps of a function. */
export interface FunctionKept {
  info: Pick<IFunctionInfo, 'FunctionName' | 'Runtime' | 'Handler' | 'MemorySize' | 'Timeout' | 'Type'> & {
    Environment: IFunctionInfo['Environment']
  }
  triggers: Pick<ITrigger, 'TriggerName' | 'TriggerDesc' | 'Type'>[]
  zip: Buffer
  /** How many more times it is said to be under way, and how. */
  unready: number
  status: 'Creating' | 'Updating'
  concurrency?: { DynamicEnabled: 'TRUE' | 'FALSE'; MaxConcurrency: number }
}

/** One environment as the service keeps it. */
export interface Kept {
  tables: Map<string, Table>
  storagePermission: string
  functionRule: string
  functions: Map<string, FunctionKept>
  access: { on: boolean; paths: { APIId: string; Path: string; Name: string; Type: number }[] }
}

/** A new environment: nothing in it, and what is open by default open. */
export function newEnvironment(): Kept {
  return {
    tables: new Map(),
    storagePermission: 'PRIVATE',
    functionRule: '{"*":{"invoke":"auth != null"}}',
    functions: new Map(),
    access: { on: false, paths: [] },
  }
}
