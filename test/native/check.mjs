// SPDX-License-Identifier: Apache-2.0
// npm run check: the format of C++ and what its files include. With --write it formats.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { INCLUDE_RULES } from './include-rules.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NATIVE = join(ROOT, 'native')
const CLANG_FORMAT = fileURLToPath(import.meta.resolve('@wasm-fmt/clang-format/clang-format-cli.cjs'))

/** The sources below a folder, relative to `base` and with slashes. */
function sources(folder, base) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(cc|c|h)$/.test(entry.name))
    .map((entry) => relative(base, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
}

/** The file that an include names, below native/; as it is written where it is none of ours. */
function included(folder, name) {
  if (name.startsWith('<')) return name
  const bare = name.slice(1, -1)
  return ['engine', folder].map((place) => `${place}/${bare}`).find((path) => existsSync(join(NATIVE, path))) ?? name
}

/** Every breach of a rule, and every rule that no file is subject to, as sentences. */
function breaches(files) {
  const includes = files.flatMap((file) => {
    const folder = file.slice(0, file.lastIndexOf('/'))
    const names = readFileSync(join(NATIVE, file), 'utf8').matchAll(/^#include (<[^>]+>|"[^"]+")/gm)
    return Array.from(names, ([, name]) => ({ file, target: included(folder, name) }))
  })
  return INCLUDE_RULES.flatMap(({ reason, from, fromNot, to, toNot }) => {
    if (!files.some((file) => from.test(file))) return [`No file matches ${from}: ${reason}`]
    return includes
      .filter(({ file, target }) => from.test(file) && !fromNot?.test(file) && to.test(target) && !toNot?.test(target))
      .map(({ file, target }) => `native/${file} includes ${target}: ${reason}`)
  })
}

const files = ['engine', 'addon'].flatMap((part) => sources(join(NATIVE, part), NATIVE))
const faults = breaches(files)
for (const fault of faults) console.error(fault)

const ofTests = sources(join(ROOT, 'test'), ROOT).filter((file) => !file.startsWith('test/artefacts/'))
const all = [...files.map((file) => `native/${file}`), ...ofTests]
const how = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '-Werror']
const { status } = spawnSync(process.execPath, [CLANG_FORMAT, ...how, ...all], { cwd: ROOT, stdio: 'inherit' })
process.exit(faults.length > 0 ? 1 : (status ?? 1))
