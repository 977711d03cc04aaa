// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { words } from '#core/model/words'
import { compareVersions } from '#core/planning/engine-setup'
import type { Message } from '#messages/message'
import { read } from '../../../settings'
import type { MnnEngine } from '../engine'
import { releaseNotes } from '../notes'
import { selectLayer } from '../rules/select-layer'
import { BACKEND, FIRST_WITH_OPENCL, settingsOf } from '../settings'
import { type Dimension, type Entry, entryAt } from './dimension'
import { DIMENSIONS } from './dimensions/index'
import { LOW_MEMORY_BUILD_MODE } from './dimensions/memory-mode'
import { processBytes } from './process-bytes'
import { RELEASES, UNRELEASED } from './tags'

/** A release and what of its build options changes its rules. */
export interface Build {
  /** As tagged: "2.6.3". */
  readonly version: string
  /** CMake's MNN_LOW_MEMORY, off by default. */
  readonly lowMemory: boolean
}

/** How a GPU keeps integers was read and measured of this release alone. */
const INTEGERS_READ_OF = '3.6.1'

/** Dimensions that plans of the OpenCL backend hang on, and no others but those of both. */
const OF_GPU: ReadonlySet<string> = new Set(words('gpuConvolutions gpuTensors gpuOther gpuCounted'))
const OF_BOTH: ReadonlySet<string> = new Set(words('conversion geometry'))

/** Whether plans under a configuration hang on a dimension. */
export function isHeeded(id: DimensionId, configuration: Pick<Configuration, 'settings'>): boolean {
  if (OF_BOTH.has(id)) return true
  return OF_GPU.has(id) === (read(BACKEND, configuration) === 'opencl')
}

export type DimensionId = keyof typeof DIMENSIONS

export const DIMENSION_IDS = Object.keys(DIMENSIONS) as DimensionId[]

type ValueOf<D> = D extends Dimension<infer V> ? V : never

/** One entry of each dimension: a release's row of the table. */
export type Row = { readonly [Id in DimensionId]: Entry<ValueOf<(typeof DIMENSIONS)[Id]>> }

export function rowOf({ version, lowMemory }: Build): Row {
  const row = Object.fromEntries(
    DIMENSION_IDS.map((id) => [id, entryAt<unknown, Message>(DIMENSIONS[id], version)]),
  ) as Row
  return lowMemory ? { ...row, settings: entryAt(LOW_MEMORY_BUILD_MODE, version) } : row
}

/** The engine that has the rules of a row. `build`: what notes and the process are told of. */
export function compose(row: Row, build: Build): MnnEngine {
  const rules = {
    settings: row.settings.value,
    pointwise: row.pointwise.value,
    strassen: row.strassen.value,
    winograd: row.winograd.value,
    winogradUnit: row.winogradUnit.value,
    winogradWorkspace: row.winogradWorkspace.value,
    tiled: row.tiled.value,
    depthwise: row.depthwise.value,
    group: row.group.value,
    computedWeight: row.computedWeight.value,
    sparse: row.sparse.value,
  }
  const { version } = build
  return {
    version,
    cores: row.packing.value,
    halfCores: row.halfPrecision.value,
    settings: settingsOf(version),
    select: (layer, settings) => selectLayer(layer, settings, rules),
    winogradShares: rules.winograd.shares,
    conversion: row.conversion.value,
    deconvolution: row.deconvolution.value,
    integers: row.integers.value,
    recurrent: row.recurrent.value,
    plainBackend: row.backends.value,
    resizeOther: row.products.value,
    pool: row.pool.value,
    geometry: row.geometry.value,
    gpu:
      compareVersions(version, FIRST_WITH_OPENCL) < 0
        ? null
        : {
            sizes: row.gpuTensors.value,
            convolutions: row.gpuConvolutions.value,
            ...row.gpuOther.value,
            ...row.gpuCounted.value,
            integers: build.lowMemory ? (version === INTEGERS_READ_OF ? 'kept' : 'unread') : 'expanded',
          },
    processBytes: processBytes(version),
    keepsRemainders: row.resizing.value.keepsRemainders,
    createsWhileSizing: row.creation.value === 'eachBeforeSizing',
    notes: (configuration) => [...untaggedNotes(row, build), ...releaseNotes(build, rules.settings, configuration)],
  }
}

/** Of a release that was never tagged: whose rules it is given, and which it may have already. */
function untaggedNotes(row: Row, { version, lowMemory }: Build): readonly Message[] {
  if (RELEASES.includes(version)) return []
  if (version === UNRELEASED) return [{ id: 'note.unreleased', nearest: RELEASES.at(-1) ?? version }]
  const nearest = RELEASES.filter((tag) => compareVersions(tag, version) < 0).at(-1) ?? RELEASES[0] ?? version
  const next = RELEASES.find((tag) => compareVersions(tag, version) > 0)
  if (next === undefined) return [{ id: 'note.newerRelease', version, nearest }]
  const after = rowOf({ version: next, lowMemory })
  const changed = DIMENSION_IDS.filter((id) => row[id] !== after[id]).map((id) => after[id].text)
  return [{ id: 'note.unknownRelease', version, nearest, next, changed }]
}
