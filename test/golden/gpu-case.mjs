// SPDX-License-Identifier: Apache-2.0
// Writes main/core/planning/engines/mnn/opencl-case.md anew from the profiles.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const { module } = await runnerImport(join(import.meta.dirname, 'gpu-case-page.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
})
writeFileSync(join(root, 'main/core/planning/engines/mnn/opencl-case.md'), module.gpuCase())
