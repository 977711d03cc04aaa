// SPDX-License-Identifier: Apache-2.0
// Answers for every file that it is sent what came of it.
import { join, resolve } from 'node:path'
import { runnerImport } from 'vite'

const { module } = await runnerImport(join(import.meta.dirname, 'judge.ts'), {
  root: resolve(import.meta.dirname, '../..'),
  configFile: false,
  logLevel: 'error',
})
let before = Promise.resolve()
process.on('message', ({ file, reference }) => {
  const onRan = () => process.send({ hasRun: true })
  const judge = reference ? module.judgeReference : module.judge
  before = before.then(async () => process.send(await judge(file, onRan)))
})
