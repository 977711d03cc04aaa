// SPDX-License-Identifier: Apache-2.0
import type { PlanningInput } from '#core/planning/engine'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { read } from '#core/planning/settings'
import type { Message } from '#messages/message'
import { measuredAlike } from './alike'
import { type NcnnEngine, processorOf } from './engine'
import { halfPlannedMasks } from './feature-mask'
import { isConverted, type NetView } from './net/view'
import { MEASURED, RELEASES } from './releases'
import { PACKING } from './settings'

/** What is told of a plan beside its figures. */
export interface NetTold {
  readonly view: NetView
  readonly layers: readonly ConvLayer[]
  readonly forced: number
}

export function netNotes(engine: NcnnEngine, { shaped, configuration }: PlanningInput, told: NetTold): Message[] {
  const { view, layers, forced } = told
  const notes: Message[] = [{ id: 'note.ncnnHeap' }]
  if (forced > 0) notes.unshift({ id: 'note.ncnnForced', layers: forced, mask: engine.featureMask })
  if (!isConverted(shaped)) notes.push({ id: 'note.pnnx', folded: view.fusions.length })
  if (view.unknown.length > 0) notes.push({ id: 'note.unknownShapes', nodes: view.unknown.length })
  if (!isMeasured(engine, configuration)) notes.push({ id: 'note.ncnnUnmeasured', version: engine.version })
  const hasTransposed = view.nodes.some(({ operation }) => operation.kind === 'ConvTranspose')
  if (hasTransposed && !MEASURED_TRANSPOSED.has(`${engine.version} ${configuration.isa}`)) {
    notes.push({ id: 'note.ncnnTransposed' })
  }
  const misread = layers.filter(({ problem }) => problem.group > 1 && !problem.depthwise)
  const x86Bf16 = !configuration.isa.startsWith('arm') && processorOf(engine, configuration).elementBytes === 2
  if (x86Bf16 && misread.length > 0) {
    notes.push({
      id: 'note.ncnnMisread',
      layers: misread.length,
      first: shaped.model.nodes[misread[0]?.node ?? 0]?.name ?? '',
    })
  }
  const half = halfPlannedMasks(engine, layers)
  if (half.length > 0) {
    const first = shaped.model.nodes[half[0] ?? 0]?.name ?? ''
    notes.push({ id: 'note.ncnnMasks', layers: half.length, first })
  }
  const crashing = read(PACKING, configuration) ? [] : layers.filter(crashes)
  const [first1] = crashing
  if (first1 !== undefined) {
    notes.push({
      id: 'note.ncnnCrash',
      layers: crashing.length,
      first: shaped.model.nodes[first1.node]?.name ?? '',
    })
  }
  if (layers.some(({ problem }) => problem.batch > 1)) notes.push({ id: 'note.ncnnBatch' })
  return notes
}

/** Builds on which transposed convolutions were measured. */
const MEASURED_TRANSPOSED: ReadonlySet<string> = new Set([
  ...['20211122 avx2', '20230223 avx2', '20230517 avx2', '20241226 avx512', '20260526 avx2'],
])

/** Whether this build, or that of a release with the same rules, was measured; the others were read in the source. */
function isMeasured(engine: NcnnEngine, configuration: PlanningInput['configuration']): boolean {
  const { isa } = configuration
  const { half, elementBytes } = processorOf(engine, configuration)
  // With fp16 storage off a processor with half precision computes as one without.
  const build = half ? `${isa} half` : elementBytes === 2 ? `${plain(isa)} bf16` : plain(isa)
  return RELEASES.some((other) => measuredAlike(other, engine) && MEASURED.get(other.version)?.includes(build) === true)
}

function plain(isa: string): string {
  return isa === 'arm64-fp16' ? 'arm64' : isa
}

/** Without packing the dilation layer is made, but an output smaller than the dilation does not run it. 20260526:x86/convolution_x86.cpp. */
function crashes({ problem: p }: ConvLayer): boolean {
  const dilation = p.dilationWidth
  const made = p.kernelHeight === p.kernelWidth && p.dilationHeight === dilation && dilation > 1
  const strided = p.strideHeight > 1 || p.strideWidth > 1
  return made && !strided && (p.outWidth < dilation || p.outHeight < dilation)
}
