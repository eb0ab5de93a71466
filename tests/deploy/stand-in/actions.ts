import type { CreateIndex, DropIndex, IndexInfo } from '@cloudbase/manager-node/types/interfaces/flexdb.interface'
import type { IFunctionInfo, ITrigger } from '@cloudbase/manager-node/types/function/types'
import * as v from 'valibot'
import type { FunctionKept, Kept, Table } from './state'

/** What the service answers to an action that it cannot carry out. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export interface Context {
  envId: string
  kept: Kept
  /** How many times something new or changed is said to be under way. */
  patience: number
}

interface Action {
  service: 'tcb' | 'scf'
  /** Exactly these parameters, as the SDK's own types and source name them: one more is refused as the service does. */
  params: v.GenericSchema
  run(context: Context, params: unknown): object
}

const action = <S extends v.GenericSchema>(
  service: 'tcb' | 'scf',
  params: S,
  run: (context: Context, params: v.InferOutput<S>) => object,
): Action => ({ service, params, run: (context, given) => run(context, given) })

const BUCKET = 'bucket-1250000000'
const DATABASE = 'tnt-database'
const MEMORY_MB = { least: 64, most: 3072 }
const SECONDS = { least: 1, most: 900 }
const ZIP_BYTES = 1.5 * 1024 * 1024
const ENVIRONMENT_BYTES = 4 * 1024
const INDEXES_AT_MOST = 20

const Text = v.pipe(v.string(), v.nonEmpty())
const EnvId = Text
const MongoConnector = v.strictObject({ DatabaseName: v.literal(DATABASE), InstanceId: v.literal('flexdb') })
const OfTable = { EnvId, MongoConnector, TableName: Text }
const OfCollection = { EnvId, CollectionName: Text }
const OfFunction = { FunctionName: Text, Namespace: Text }
const Permission = v.picklist(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'])

const Create = v.strictObject({
  IndexName: Text,
  MgoKeySchema: v.strictObject({
    MgoIsUnique: v.boolean(),
    MgoIndexKeys: v.array(v.strictObject({ Name: Text, Direction: v.picklist(['1', '-1', '2d', '2dsphere']) })),
  }),
}) satisfies v.GenericSchema<CreateIndex>
const Drop = v.strictObject({ IndexName: Text }) satisfies v.GenericSchema<DropIndex>
const Variables = v.strictObject({
  Variables: v.array(
    v.strictObject({ Key: v.pipe(v.string(), v.regex(/^[a-zA-Z][a-zA-Z0-9_]+$/)), Value: v.string() }),
  ),
})
const ZipFile = v.strictObject({ ZipFile: Text })
const Memory = v.pipe(v.number(), v.minValue(MEMORY_MB.least), v.maxValue(MEMORY_MB.most), v.multipleOf(64))
const Timeout = v.pipe(v.number(), v.integer(), v.minValue(SECONDS.least), v.maxValue(SECONDS.most))
/** Seven fields: second, minute, hour, day, month, weekday, year. */
const Cron = v.pipe(v.string(), v.regex(/^(?:\S+ ){6}\S+$/))
const Triggers = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.strictObject({ TriggerName: Text, Type: v.literal('timer'), TriggerDesc: Cron })),
)

function tableOf({ kept }: Context, name: string): Table {
  const table = kept.tables.get(name)
  if (table === undefined) throw new ServiceError('ResourceNotFound', `Table not exist: ${name}`)
  return table
}

function usable(context: Context, name: string): Table {
  const table = tableOf(context, name)
  if (table.unready > 0) {
    table.unready -= 1
    throw new ServiceError('FailedOperation', `Table is being created: ${name}`)
  }
  return table
}

function functionOf({ kept }: Context, name: string): FunctionKept {
  const found = kept.functions.get(name)
  if (found === undefined) throw new ServiceError('ResourceNotFound.FunctionName', `function ${name} does not exist`)
  return found
}

function settled(context: Context, name: string): FunctionKept {
  const found = functionOf(context, name)
  if (found.unready > 0)
    throw new ServiceError('FailedOperation.FunctionStatusError', `function ${name} is ${found.status}`)
  return found
}

/** Text of what was sent must be a zip of a size that the service takes. */
function unpackable({ ZipFile: text }: { ZipFile: string }): Buffer {
  const zip = Buffer.from(text, 'base64')
  if (zip.length > ZIP_BYTES) throw new ServiceError('InvalidParameterValue.ZipFile', 'zip is larger than 1.5 MB')
  if (zip.subarray(0, 2).toString() !== 'PK') throw new ServiceError('InvalidParameterValue.ZipFile', 'no zip')
  return zip
}

function environmentFits({ Variables: variables }: IFunctionInfo['Environment']): void {
  const bytes = variables.reduce((sum, { Key, Value }) => sum + Buffer.byteLength(Key) + Buffer.byteLength(Value), 0)
  if (bytes > ENVIRONMENT_BYTES) throw new ServiceError('LimitExceeded.ContainerEnv', 'environment is larger than 4 KB')
}

const described = ({ indexes }: Table): IndexInfo[] =>
  ['_id_', ...indexes.map(({ IndexName }) => IndexName)].map((Name) => {
    const index = indexes.find(({ IndexName }) => IndexName === Name)
    return {
      Name,
      Size: 4096,
      Keys: index?.MgoKeySchema.MgoIndexKeys ?? [{ Name: '_id', Direction: '1' }],
      Accesses: { Ops: 0, Since: '' },
      Unique: index?.MgoKeySchema.MgoIsUnique ?? true,
    }
  })

/** The actions of the management interface that a deployment needs; whoever asks for another is told so. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  DescribeEnvInfo: action('tcb', v.strictObject({ EnvId }), ({ envId }) => ({
    EnvInfo: {
      EnvBaseInfo: {
        EnvId: envId,
        Status: 'NORMAL',
        Region: 'ap-shanghai',
        Databases: [{ InstanceId: DATABASE, Status: 'RUNNING', Region: 'ap-shanghai' }],
        Storages: [{ Bucket: BUCKET, Region: 'ap-shanghai', AppId: '1250000000' }],
        Functions: [{ Namespace: envId, Region: 'ap-shanghai' }],
        LogServices: [{ LogsetId: 'logset', TopicId: 'topic' }],
      },
      UserInfo: { AppId: '1250000000' },
    },
  })),

  ListTables: action(
    'tcb',
    v.strictObject({ EnvId, MongoConnector, MgoLimit: v.number(), MgoOffset: v.number() }),
    ({ kept }, { MgoLimit, MgoOffset }) => {
      const names = [...kept.tables.keys()]
      const page = names.slice(MgoOffset, MgoOffset + MgoLimit)
      return {
        Tables:
          page.length === 0
            ? null
            : page.map((TableName) => ({ TableName, Count: 0, Size: 0, IndexCount: 1, IndexSize: 0 })),
        Pager: { Limit: MgoLimit, Offset: MgoOffset, Total: names.length },
      }
    },
  ),
  CreateTable: action('tcb', v.strictObject(OfTable), ({ kept, patience }, { TableName }) => {
    if (kept.tables.has(TableName)) throw new ServiceError('ResourceInUse', `Table exist: ${TableName}`)
    kept.tables.set(TableName, { indexes: [], permission: 'PRIVATE', unready: patience })
    return {}
  }),
  DeleteTable: action('tcb', v.strictObject(OfTable), (context, { TableName }) => {
    tableOf(context, TableName)
    context.kept.tables.delete(TableName)
    return {}
  }),
  DescribeTable: action('tcb', v.strictObject(OfTable), (context, { TableName }) => {
    const Indexes = described(usable(context, TableName))
    return { Indexes, IndexNum: Indexes.length }
  }),
  UpdateTable: action(
    'tcb',
    v.strictObject({
      ...OfTable,
      CreateIndexes: v.optional(v.pipe(v.array(Create), v.nonEmpty())),
      DropIndexes: v.optional(v.pipe(v.array(Drop), v.nonEmpty())),
    }),
    (context, { TableName, CreateIndexes = [], DropIndexes = [] }) => {
      const table = usable(context, TableName)
      const kept = table.indexes.filter((index) => !DropIndexes.some(({ IndexName }) => IndexName === index.IndexName))
      const again = CreateIndexes.find((index) => kept.some(({ IndexName }) => IndexName === index.IndexName))
      if (again !== undefined) throw new ServiceError('FailedOperation', `Index exists: ${again.IndexName}`)
      if (kept.length + CreateIndexes.length + 2 > INDEXES_AT_MOST)
        throw new ServiceError('LimitExceeded', `more than ${String(INDEXES_AT_MOST)} indexes`)
      table.indexes = [...kept, ...CreateIndexes]
      return {}
    },
  ),

  DescribeDatabaseACL: action('tcb', v.strictObject(OfCollection), (context, { CollectionName }) => ({
    AclTag: tableOf(context, CollectionName).permission,
  })),
  ModifyDatabaseACL: action(
    'tcb',
    v.strictObject({ ...OfCollection, AclTag: Permission }),
    (context, { CollectionName, AclTag }) => {
      tableOf(context, CollectionName).permission = AclTag
      return {}
    },
  ),
  DescribeStorageSafeRule: action('tcb', v.strictObject({ EnvId, Bucket: v.literal(BUCKET) }), ({ kept }) => ({
    AclTag: kept.storagePermission,
  })),
  ModifyStorageSafeRule: action(
    'tcb',
    v.strictObject({ EnvId, Bucket: v.literal(BUCKET), AclTag: Permission }),
    ({ kept }, { AclTag }) => {
      kept.storagePermission = AclTag
      return {}
    },
  ),
  DescribeSecurityRule: action('tcb', v.strictObject({ EnvId, ResourceType: v.literal('FUNCTION') }), ({ kept }) => ({
    AclTag: 'CUSTOM',
    Rule: kept.functionRule,
  })),
  ModifySecurityRule: action(
    'tcb',
    v.strictObject({ EnvId, ResourceType: v.literal('FUNCTION'), AclTag: v.literal('CUSTOM'), Rule: Text }),
    ({ kept }, { Rule }) => {
      const rules = v.safeParse(
        v.pipe(v.string(), v.parseJson(), v.objectWithRest({ '*': v.unknown() }, v.unknown())),
        Rule,
      )
      if (!rules.success) throw new ServiceError('InvalidParameter', 'Invalid security rule config')
      kept.functionRule = Rule
      return {}
    },
  ),

  GetFunction: action(
    'scf',
    v.strictObject({ ...OfFunction, ShowCode: v.literal('TRUE') }),
    (context, { FunctionName, Namespace }) => {
      const found = functionOf(context, FunctionName)
      const Status = found.unready > 0 ? found.status : 'Active'
      found.unready = Math.max(0, found.unready - 1)
      return {
        ...found.info,
        Namespace,
        Status,
        Triggers: found.triggers,
        CodeSize: found.zip.length,
        VpcConfig: { VpcId: '', SubnetId: '' },
        ...(found.concurrency === undefined ? {} : { InstanceConcurrencyConfig: found.concurrency }),
      }
    },
  ),
  CreateFunction: action(
    'scf',
    v.strictObject({
      ...OfFunction,
      Role: v.literal('TCB_QcsRole'),
      Stamp: v.literal('MINI_QCBASE'),
      ClsTopicId: Text,
      ClsLogsetId: Text,
      Handler: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+$/)),
      Runtime: v.picklist(['Nodejs16.13', 'Nodejs18.15', 'Nodejs20.19']),
      MemorySize: Memory,
      Timeout,
      Type: v.literal('Event'),
      InstallDependency: v.picklist(['TRUE', 'FALSE']),
      Environment: v.optional(Variables, { Variables: [] }),
      Code: ZipFile,
    }),
    ({ kept, patience }, { FunctionName, Runtime, Handler, MemorySize, Timeout: timeout, Environment, Code, Type }) => {
      if (kept.functions.has(FunctionName))
        throw new ServiceError('ResourceInUse.FunctionName', `function ${FunctionName} exists`)
      environmentFits(Environment)
      kept.functions.set(FunctionName, {
        info: { FunctionName, Runtime, Handler, MemorySize, Timeout: timeout, Environment, Type },
        triggers: [],
        zip: unpackable(Code),
        unready: patience,
        status: 'Creating',
      })
      return {}
    },
  ),
  UpdateFunctionCode: action(
    'scf',
    v.strictObject({ ...OfFunction, Handler: Text, InstallDependency: v.picklist(['TRUE', 'FALSE']), Code: ZipFile }),
    (context, { FunctionName, Handler, Code }) => {
      const found = settled(context, FunctionName)
      Object.assign(found, { zip: unpackable(Code), unready: context.patience, status: 'Updating' })
      found.info.Handler = Handler
      return {}
    },
  ),
  UpdateFunctionConfiguration: action(
    'scf',
    v.strictObject({
      ...OfFunction,
      ClsTopicId: Text,
      ClsLogsetId: Text,
      MemorySize: v.optional(Memory),
      Timeout: v.optional(Timeout),
      InstallDependency: v.optional(v.picklist(['TRUE', 'FALSE'])),
      Environment: v.optional(Variables),
      InstanceConcurrencyConfig: v.optional(
        v.strictObject({ DynamicEnabled: v.picklist(['TRUE', 'FALSE']), MaxConcurrency: v.number() }),
      ),
    }),
    (context, { FunctionName, MemorySize, Timeout: timeout, Environment, InstanceConcurrencyConfig }) => {
      const found = settled(context, FunctionName)
      if (Environment !== undefined) environmentFits(Environment)
      Object.assign(found.info, {
        ...(MemorySize === undefined ? {} : { MemorySize }),
        ...(timeout === undefined ? {} : { Timeout: timeout }),
        ...(Environment === undefined ? {} : { Environment }),
      })
      if (InstanceConcurrencyConfig !== undefined) found.concurrency = InstanceConcurrencyConfig
      Object.assign(found, { unready: context.patience, status: 'Updating' })
      return {}
    },
  ),
  BatchCreateTrigger: action(
    'scf',
    v.strictObject({ ...OfFunction, Triggers, Count: v.number() }),
    (context, { FunctionName, Triggers: triggers, Count }) => {
      if (Count !== triggers.length) throw new ServiceError('InvalidParameterValue', 'Count is not that of Triggers')
      const found = settled(context, FunctionName)
      for (const trigger of triggers) {
        if (found.triggers.some(({ TriggerName }) => TriggerName === trigger.TriggerName))
          throw new ServiceError('ResourceInUse.Trigger', `trigger ${trigger.TriggerName} exists`)
        found.triggers.push(trigger satisfies Pick<ITrigger, 'TriggerName' | 'TriggerDesc' | 'Type'>)
      }
      return {}
    },
  ),
  DeleteTrigger: action(
    'scf',
    v.strictObject({ ...OfFunction, TriggerName: Text, Type: v.literal('timer') }),
    (context, { FunctionName, TriggerName }) => {
      const found = settled(context, FunctionName)
      found.triggers = found.triggers.filter((trigger) => trigger.TriggerName !== TriggerName)
      return {}
    },
  ),

  DescribeCloudBaseGWAPI: action('tcb', v.strictObject({ ServiceId: EnvId }), ({ envId, kept }) => ({
    APISet: kept.access.paths.map((path) => ({
      ...path,
      ServiceId: envId,
      EnvId: envId,
      CreateTime: 0,
      EnableAuth: false,
    })),
    Total: kept.access.paths.length,
    Limit: 100,
    Offset: 0,
    EnableService: kept.access.on,
  })),
  CreateCloudBaseGWAPI: action(
    'tcb',
    v.strictObject({
      ServiceId: EnvId,
      Path: v.pipe(v.string(), v.startsWith('/')),
      Type: v.literal(1),
      Name: Text,
      AuthSwitch: v.literal(2),
    }),
    ({ kept }, { Path, Name, Type }) => {
      if (kept.access.paths.some((one) => one.Path === Path))
        throw new ServiceError('InvalidParameter.APICreated', `path ${Path} exists`)
      const APIId = `api-${String(kept.access.paths.length)}`
      kept.access.paths.push({ APIId, Path, Name, Type })
      return { APIId }
    },
  ),
  ModifyCloudBaseGWPrivilege: action(
    'tcb',
    v.strictObject({
      ServiceId: EnvId,
      EnableService: v.boolean(),
      Options: v.array(v.strictObject({ Key: v.literal('serviceswitch'), Value: v.picklist(['true', 'false']) })),
    }),
    ({ kept }, { EnableService }) => {
      kept.access.on = EnableService
      return { Count: 1 }
    },
  ),
}
