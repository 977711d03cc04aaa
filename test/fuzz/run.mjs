// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

// npm run fuzz -- --minutes N [--seed S]

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'native', 'test/inference/fuzz.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_MINUTES: values.minutes ?? '1', FUZZ_SEED: values.seed ?? `${Date.now() % 2 ** 31}` },
})
process.exitCode = status ?? 1
