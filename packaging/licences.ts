// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import type { BundledPackage } from '#contract/licences'

/** Licence and notice, in the spellings and with the endings that packages use. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([-_.].*)?$/i

export interface LicenceCollector {
  /** Notes what the bundle that it is part of is made of; one for each bundle, workers too. */
  collect(): Plugin
  /** Adds `licences.json`, a list of BundledPackage, to its bundle, which must be the last one. */
  write(): Plugin
}

/**
 * Collects the packages whose code is in what is built, from the modules that bundles really hold. Convscope itself
 * is among them.
 *
 * @param compiledIn folders of packages that the native engine is compiled with
 */
export function licenceCollector(compiledIn: readonly string[]): LicenceCollector {
  const folders = new Set(compiledIn)
  const note = (modules: readonly string[]) => {
    for (const id of modules) {
      const folder = packageFolder(id)
      if (folder !== null) folders.add(folder)
    }
  }
  return {
    collect: () => ({
      name: 'convscope-licences-collect',
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) if (part.type === 'chunk') note(part.moduleIds)
      },
    }),
    write: () => ({
      name: 'convscope-licences-write',
      generateBundle: {
        order: 'post',
        handler() {
          const packages = [...folders].map(describePackage)
          // Two folders may hold the same version of a package.
          const byName = new Map(packages.map((described) => [`${described.name}@${described.version}`, described]))
          const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
          this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(sorted) })
        },
      },
    }),
  }
}

/** The folder of the package that a module belongs to; null for modules that are no files. */
function packageFolder(id: string): string | null {
  // Rolldown marks what it makes up itself with \0 and adds queries to what it reads in other ways.
  const file = id.replace(/^\0/, '').replace(/\?.*$/, '')
  if (!existsSync(file)) return null
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    // Packages have more of these within them, which say of a folder how its modules are read.
    if (existsSync(manifest) && isPackage(readManifest(manifest))) return folder
  }
  return null
}

function isPackage({ name, version }: Manifest): boolean {
  return name !== undefined && version !== undefined
}

function describePackage(folder: string): BundledPackage {
  const { name, version, license } = readManifest(join(folder, 'package.json'))
  if (name === undefined || version === undefined) throw new Error(`${folder}/package.json names no package.`)
  if (license === undefined) throw new Error(`The package ${name} ${version} is bundled but states no licence.`)
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim())
  return { name, version, licence: license, text: texts.join('\n\n') }
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: string
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest
}
