// SPDX-License-Identifier: Apache-2.0
// npm run fuzz:native -- --minutes N [--seed S] [FILE…]: programs out of bytes against the native engine, by clang's
// libFuzzer with address and undefined-behaviour sanitizers (program.cc). What it finds is kept in test/artefacts/libfuzzer:
// `corpus` are inputs that reach something new, `crash-…` those that break something. With FILE it tries only these again.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../../main/hosts/launch/build.mjs'

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const FOLDER = join(ROOT, 'test/artefacts/libfuzzer')
const CORPUS = join(FOLDER, 'corpus')
const SANITIZERS = 'address,undefined,fuzzer-no-link'
/** Bytes of an input: a program of a few operations, and values to feed it. */
const MOST_BYTES = 1024

if (run('clang++', ['--version'], 'ignore') !== 0) {
  console.error('libFuzzer comes with clang (Debian: apt-get install clang libclang-rt-dev).')
  process.exit(1)
}
mkdirSync(CORPUS, { recursive: true })
const compilers = ['-DCMAKE_C_COMPILER=clang', '-DCMAKE_CXX_COMPILER=clang++']
const steps = [
  ['cmake', ['-S', join(ROOT, 'native'), '-B', FOLDER, ...compilers, `-DCONVSCOPE_SANITIZE=${SANITIZERS}`]],
  ['cmake', ['--build', FOLDER, '--target', 'program_fuzzer', '--parallel']],
]
for (const [program, args] of steps) if (run(program, args) !== 0) process.exit(1)

const limits = [`-max_len=${MOST_BYTES}`, '-timeout=10', '-rss_limit_mb=2048', `-artifact_prefix=${FOLDER}/`]
const effort = [
  `-max_total_time=${Number(values.minutes ?? 1) * 60}`,
  `-seed=${values.seed ?? 0}`,
  '-print_final_stats=1',
]
const inputs = positionals.length === 0 ? [...effort, CORPUS] : positionals
process.exit(run(join(FOLDER, 'program_fuzzer'), [...limits, ...inputs]) ?? 1)

/** The status that a program ends with; null where there is none. */
function run(program, args, stdio = 'inherit') {
  return spawnSync(program, args, { stdio }).status
}
