// SPDX-License-Identifier: Apache-2.0
// npm run bench:table -- [REPORT.json…]: takes what `npm run bench -- --json` printed, of any commits and machines, into
// history.jsonl, and writes the table of the last runs in README.md anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runnerImport } from 'vite'

const HISTORY = join(import.meta.dirname, 'history.jsonl')
const PAGE = join(import.meta.dirname, 'README.md')
const [START, END] = ['<!-- runs -->', '<!-- /runs -->']

const { module } = await runnerImport(join(import.meta.dirname, 'history.ts'), {
  root: resolve(import.meta.dirname, '../..'),
  configFile: false,
  logLevel: 'error',
})
let history = readFileSync(HISTORY, 'utf8').trim().split('\n').filter(Boolean).map(JSON.parse)
for (const path of process.argv.slice(2)) {
  const entry = module.historyEntry(JSON.parse(readFileSync(path, 'utf8')))
  if (entry === null) console.error(`${path} has no models, which the table is of.`)
  else history = module.withRun(history, entry)
}
writeFileSync(HISTORY, history.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
const page = readFileSync(PAGE, 'utf8')
const [before, after] = [page.slice(0, page.indexOf(START) + START.length), page.slice(page.indexOf(END))]
writeFileSync(PAGE, `${before}\n${module.historyTable(history)}\n${after}`)
