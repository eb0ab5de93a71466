import { leftInTemporaryFolder } from './temporary'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one plain line that any CI can read; it fails where tests left something in the temporary folder. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1
      // A file that could not be loaded has no tests to fail: it fails as one.
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) counts.failed += 1
    }
    const left = leftInTemporaryFolder()
    if (left.length > 0) {
      console.error(`\nleft in the temporary folder: ${left.join(', ')}`)
      process.exitCode = 1
    }
    console.log(`\n${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(counts.skipped)} skipped`)
  }
}
