// SPDX-License-Identifier: Apache-2.0
// npm run test:asan, npm run test:tsan: the tests of the native engine against a build with sanitizers, which is kept in
// test/artefacts, so that only what differs is compiled again. Arguments go to Vitest (files, -t TITLE).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { ROOT } from '../../main/hosts/launch/build.mjs'

/** By command: what the compiler calls them, their runtime, and its options. */
const SANITIZERS = {
  // Node gives nothing back when it ends, and asks for more than there is to see whether it gets it.
  address: { names: 'address,undefined', runtime: 'libasan.so', options: 'detect_leaks=0:allocator_may_return_null=1' },
  thread: { names: 'thread', runtime: 'libtsan.so', options: 'exitcode=0' },
}
/** Reports of anything else are of Node itself, which is built without sanitizers. */
const OURS = 'convscope.node'

const [kind = '', ...args] = process.argv.slice(2)
const sanitizer = SANITIZERS[kind]
if (sanitizer === undefined) end(`Which of ${Object.keys(SANITIZERS).join(', ')}?`)
const { status: version } = spawnSync('g++', ['--version'], { stdio: 'ignore' })
if (process.platform !== 'linux' || version !== 0)
  end('Sanitizers are tried with GCC on Linux (Debian: apt-get install g++).')
const runtime = spawnSync('g++', [`-print-file-name=${sanitizer.runtime}`], { encoding: 'utf8' }).stdout.trim()
if (!isAbsolute(runtime)) end(`GCC came without ${sanitizer.runtime}.`)

const folder = join(ROOT, 'test/artefacts', kind)
const built = run(
  'npx',
  ['cmake-js', 'build', '--directory', 'native', '--out', folder, `--CDCONVSCOPE_SANITIZE=${sanitizer.names}`],
  { CXX: 'g++', ...(isThere('ccache') ? { CMAKE_CXX_COMPILER_LAUNCHER: 'ccache' } : {}) },
)
if (built !== 0) end('The build failed.')

const reports = join(folder, 'reports')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports)
const options = `log_path=${join(reports, kind)}:print_stacktrace=1:${sanitizer.options}`
// Where addresses are drawn at random over all of memory, the thread sanitizer does not find room for its own.
const vitest = ['npx', 'vitest', 'run', '--config', 'test/native/sanitized.config.ts', ...args]
const [command, ...rest] = isThere('setarch') ? ['setarch', '-R', ...vitest] : vitest
const tested = run(command, rest, {
  CONVSCOPE_ADDON: join(folder, 'Release', OURS),
  SANITIZER_RUNTIME: runtime,
  ASAN_OPTIONS: options,
  UBSAN_OPTIONS: options,
  TSAN_OPTIONS: options,
})

// Thread sanitizer: one report after the other between lines of =; the others end a process, or are lines of their own.
const found = readdirSync(reports)
  .flatMap((name) => readFileSync(join(reports, name), 'utf8').split(/^=+$/m))
  .filter((part) => /SUMMARY: |: runtime error: /.test(part))
const ours = found.filter((report) => report.includes(OURS))
for (const report of ours) console.error(report)
console.log(`${ours.length} reports of the engine, ${found.length - ours.length} of Node itself`)
process.exit(tested === 0 && ours.length === 0 ? 0 : 1)

/** The status that a program ends with. */
function run(program, programArgs, environment) {
  return spawnSync(program, programArgs, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...environment } })
    .status
}

function isThere(program) {
  return (process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, program)))
}

function end(sentence) {
  console.error(sentence)
  process.exit(1)
}
