// SPDX-License-Identifier: Apache-2.0
// Writes main/core/planning/engines/mnn/releases/memory.md anew from the profiles: node test/golden/release-table.mjs [MODELS]
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const models = resolve(process.argv[2] ?? join(root, '../shared/models'))
const { module } = await runnerImport(join(import.meta.dirname, 'release-table-page.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
})
const page = await module.releaseTable(models)
if (page === null) {
  console.error(`The models of the table are not all below ${models}.`)
  process.exit(1)
}
writeFileSync(join(root, 'main/core/planning/engines/mnn/releases/memory.md'), page)
