/** Why a file cannot be read as a spreadsheet: the `rule` of a `BAD_FILE`. */
export type FileFault = 'type' | 'broken' | 'size' | 'password'

/** Thrown while a file is read; caught where the worker answers. */
export class FileError extends Error {
  override name = 'FileError'
  constructor(readonly fault: FileFault) {
    super(fault)
  }
}
