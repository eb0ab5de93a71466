import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const MINI_PROGRAM = fileURLToPath(new URL('../../miniprogram', import.meta.url))

/** What speaks in `texts/` alone; labels that never change stand in the WXML beside each. */
const SPEECHLESS = ['components', 'wechat', 'pages', 'transfer', 'desk']
/**
 * At the top: instants and numbers in words have a file of their own, the functions write some names too (`limits.ts`),
 * and a deployment's names are no sentence.
 */
const WORDED = ['format.ts', 'limits.ts', 'environment.ts']

function scriptsIn(folder: string): string[] {
  return readdirSync(path.join(MINI_PROGRAM, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('texts'))
    .map((file) => path.join(folder, file))
}

/** A handler's event is named once, in `events.ts`. */
const EVENTS_OF_ITS_OWN = /\b(?:CustomEvent|TouchEvent)</u

function scriptsAtTop(): string[] {
  return readdirSync(MINI_PROGRAM).filter((file) => file.endsWith('.ts') && !WORDED.includes(file))
}

/** Every piece of text in the code that holds Han characters, comments apart. */
function hanIn(file: string): string[] {
  const text = readFileSync(path.join(MINI_PROGRAM, file), 'utf8')
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const speaks = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    if (speaks && /\p{Script=Han}/u.test(node.text)) found.push(`${file}: ${node.text}`)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return found
}

describe('sentences', () => {
  it('stand in texts/, not in the code of pages and components', () => {
    expect([...SPEECHLESS.flatMap(scriptsIn), ...scriptsAtTop()].flatMap(hanIn)).toEqual([])
  })
})

describe('events', () => {
  it('are typed in events.ts alone', () => {
    const own = SPEECHLESS.flatMap(scriptsIn).filter((file) =>
      EVENTS_OF_ITS_OWN.test(readFileSync(path.join(MINI_PROGRAM, file), 'utf8')),
    )
    expect(own).toEqual([])
  })
})
