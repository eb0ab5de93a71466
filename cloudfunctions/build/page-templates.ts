import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const BINARIES = fileURLToPath(new URL('../../node_modules/miniprogram-compiler/bin/linux', import.meta.url))

/** The package has the compilers for other systems too, but they were never seen to run there. */
export const canCompileTemplates = process.platform === 'linux' && process.arch === 'x64'

export interface TemplateCompiler {
  /** What WeChat's own compiler says against a template, script of it or style sheet; empty where it accepts it. */
  complaint(folder: string, file: string): string
  close(): void
}

/** WeChat's own compilers `wcc` and `wcsc`, made ready to run. */
export function openTemplateCompiler(): TemplateCompiler {
  const work = mkdtempSync(path.join(tmpdir(), 'wechat-compiler-'))
  // The binaries come without the right to run; node_modules stays as it was installed.
  for (const name of ['wcc', 'wcsc']) {
    copyFileSync(path.join(BINARIES, name), path.join(work, name))
    chmodSync(path.join(work, name), 0o755)
  }
  return {
    complaint: (folder, file) => {
      const [program, option] = file.endsWith('.wxss') ? ['wcsc', '-lc'] : ['wcc', '-d']
      const run = spawnSync(path.join(work, program), [option, file, ...importedBy(folder, file)], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1e8,
      })
      if (run.error !== undefined) throw run.error
      return run.status === 0 ? '' : `${file}: ${(run.stderr || run.stdout || 'refused').trim()}`
    },
    close: () => {
      rmSync(work, { recursive: true, force: true })
    },
  }
}

/** What a file imports, includes or requires, directly or not: the compilers want it named beside the file. */
function importedBy(folder: string, file: string, found = new Set<string>()): string[] {
  if (!existsSync(path.join(folder, file))) return []
  const text = readFileSync(path.join(folder, file), 'utf8').replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, '')
  for (const [, written = ''] of text.matchAll(
    /(?:<(?:import|include|wxs)\b[^>]*\bsrc=|@import\s|require\()\s*["']([^"']+)/g,
  )) {
    const target = written.startsWith('/')
      ? written.slice(1)
      : path.posix.join(path.posix.dirname(file.replaceAll(path.sep, '/')), written)
    if (found.has(target) || target === file) continue
    importedBy(folder, target, found.add(target))
  }
  return [...found]
}
