import { DatabaseFailure, StartFailure } from './failures'

/** What the system and SQLite say where a disk is full, or takes no more writes for another reason. */
const codes =
  /^(?:ENOSPC|EDQUOT|EFBIG|EROFS|EIO|SQLITE_FULL|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_IOERR(?!.*READ).*)$/
/** The same in the words of a tool that gives no code. */
const words = /\bENOSPC\b|no space left on device/i

/** Whether something failed because the disk took no more. */
export function isDiskFailure(error: unknown): boolean {
  if (error instanceof DiskFull) return true
  if (!(error instanceof Error)) return false
  return ('code' in error && typeof error.code === 'string' && codes.test(error.code)) || words.test(error.message)
}

/** Nothing was written; the same request may be sent again. */
export class DiskFull extends DatabaseFailure {
  constructor() {
    super('DATABASE_REQUEST_FAILED', '[ResourceUnavailable.DiskFull] the disk of the local cloud is full')
  }
}

export function cannotStart(path: string): StartFailure {
  return new StartFailure(
    `磁盘已满或不能写入，数据文件夹 ${path} 打不开，已有的数据没有改动。请腾出空间后再启动，或用 DATA_DIR 指定别处的文件夹。`,
  )
}

/** What the person at the keyboard is told while it runs. */
export const diskFullLine = '磁盘已满或不能写入：没有写入任何内容，请腾出空间。'
