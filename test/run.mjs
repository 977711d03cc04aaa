// SPDX-License-Identifier: Apache-2.0
// npm test: check, native tests, end-to-end tests in a real window; what cannot run says why.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWhatIsNeeded, ROOT } from '../main/hosts/launch/build.mjs'
import { browserHost, windowHost } from './e2e/run.mjs'

const ARTEFACTS = join(ROOT, 'test/artefacts')
const skipped = []

/** Runs a command in the project's folder; stops everything where it fails. */
function run(title, command, args) {
  console.log(`\n── ${title}`)
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error(`\n${title} failed${error ? `: ${error.message}` : '.'}`)
  process.exit(1)
}

/** Passed, failed and skipped tests of a JSON report by Vitest or Playwright. */
function count(file) {
  const report = JSON.parse(readFileSync(join(ARTEFACTS, file), 'utf8'))
  return report.stats
    ? [report.stats.expected + report.stats.flaky, report.stats.unexpected, report.stats.skipped]
    : [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests]
}

mkdirSync(ARTEFACTS, { recursive: true })
run('Check: format, lint, types, dependency rules, dead code, unit tests', 'npm', ['run', '--silent', 'check'])
if (!buildWhatIsNeeded()) process.exit(1)
run('Native tests', 'npm', ['run', '--silent', 'test:native'])
const reports = ['unit.json', 'native.json']

const host = windowHost()
if ('problem' in host) {
  skipped.push(`all end-to-end tests (test/e2e): ${host.problem}`)
} else {
  run('End-to-end tests', 'npm', ['run', '--silent', 'test:e2e'])
  reports.push('e2e.json')
}

const browser = browserHost()
if ('problem' in browser) {
  skipped.push(`the journeys in a browser (test/e2e): ${browser.problem}`)
} else {
  run('Journeys in a browser', 'npm', ['run', '--silent', 'test:browser'])
  reports.push('e2e-browser.json')
}

const totals = reports.map(count).reduce((sum, row) => sum.map((value, i) => value + row[i]))
for (const line of skipped) console.log(`\nSkipped ${line}`)
console.log(`\n${totals[0]} passed, ${totals[1]} failed, ${totals[2]} skipped`)
