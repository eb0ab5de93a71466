import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const FILE = path.join(ROOT, 'tests/misspelt.ts')

const read = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file))
const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT)

/** What the compiler says of a client that writes this, beside the contract as it is. */
const complaintsAbout = (source: string): string[] => {
  const host = ts.createCompilerHost({ ...options, types: [] })
  const readFile = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...rest) =>
    name === FILE ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : readFile(name, ...rest)
  const program = ts.createProgram([FILE], { ...options, types: [] }, host)
  const file = program.getSourceFile(FILE)
  return program
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

const written = (type: string, value: string): string =>
  `import type * as contract from '../cloudfunctions/contract'\nexport const value: contract.${type} = ${value}\n`

describe('a word of the contract that is misspelt does not compile', () => {
  it.each([
    ["TransferView['allowedActions'][number]", 'withdraw', 'withdrawal'],
    ["StepView['key']", 'verification', 'verify'],
    ["LogEntry['what']", 'officiallyFailed', 'officialFailed'],
    ["FieldFault['rule']", 'id.checkDigit', 'id.checkdigit'],
    ["StaffView['role']", 'counsellor', 'counselor'],
    ["AuditEntry['what']", 'rosterRemove', 'removeRoster'],
    ['ReceiveFact', 'probationPapers', 'probationPaper'],
    ["DeskTransfer['right']", 'administrator', 'admin'],
  ])('%s: %s, not %s', (type, right, wrong) => {
    expect(complaintsAbout(written(type, `'${right}'`))).toEqual([])
    expect(complaintsAbout(written(type, `'${wrong}'`)).join()).toContain(`'"${wrong}"' is not assignable`)
  })
})
