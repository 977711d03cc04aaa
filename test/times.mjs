// SPDX-License-Identifier: Apache-2.0
// npm run test:times: which files of the last test runs took longest, from the reports in test/artefacts.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const ARTEFACTS = join(import.meta.dirname, 'artefacts')
const SHOWN = 15

/** Files and seconds of a report by Vitest. */
const ofVitest = ({ testResults }) =>
  testResults.map(({ name, startTime, endTime }) => [relative(import.meta.dirname, name), (endTime - startTime) / 1000])

/** Files and seconds of a report by Playwright. */
function ofPlaywright({ suites }) {
  const seconds = ({ specs = [], suites: within = [] }) =>
    specs
      .flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration / 1000)))
      .reduce(
        (sum, each) => sum + each,
        within.map(seconds).reduce((sum, each) => sum + each, 0),
      )
  return suites.map((suite) => [suite.file, seconds(suite)])
}

for (const name of ['unit', 'native', 'e2e', 'e2e-browser']) {
  const path = join(ARTEFACTS, `${name}.json`)
  if (!existsSync(path)) continue
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const files = report.testResults ? ofVitest(report) : ofPlaywright(report)
  files.sort(([, a], [, b]) => b - a)
  console.log(`\n${name}: ${files.reduce((sum, [, each]) => sum + each, 0).toFixed(0)} s in ${files.length} files`)
  for (const [file, each] of files.slice(0, SHOWN)) console.log(`${each.toFixed(1).padStart(7)} s  ${file}`)
}
