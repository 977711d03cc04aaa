// SPDX-License-Identifier: Apache-2.0
import type { MnnEngine } from '../../engine'
import { multiplyTogether as multiplyOldTogether } from '../../rules/1.0.1/strassen'
import { isStridedDeconvolution, stridedDeconvolutionExecutor } from '../../rules/1.0.1/strided-deconvolution'
import { deconvolutionExecutor as byProduct } from '../../rules/2.8.1/deconvolution'
import { multiplyTogether } from '../../rules/2.8.1/strassen'
import { deconvolutionExecutor as byTiles } from '../../rules/3.6.1/deconvolution'
import { type Deconvolution, depthwiseDeconvolution } from '../../rules/deconvolutions'
import type { Executor } from '../../rules/executor'
import type { LayerSettings } from '../../rules/selection'
import type { Dimension } from '../dimension'

type Make = MnnEngine['deconvolution']

/** Depthwise ones have an executor of their own in every release: cpu/CPUDeconvolutionDepthwise.cpp. */
function unlessDepthwise(make: Make): Make {
  return (p, settings) => (p.depthwise ? depthwiseDeconvolution(p, settings.core) : make(p, settings))
}

/** To 3.0.1. `strided`: what layers with a stride need to run by parts; `others`: what the others run. */
function toTiles(
  strided: { readonly onlyWide: boolean; readonly blocks: 'fours' | 'matrixKernel' },
  others: (p: Deconvolution, settings: LayerSettings) => Executor,
): Make {
  return unlessDepthwise((p, settings) =>
    isStridedDeconvolution(p, settings.core, strided.onlyWide)
      ? stridedDeconvolutionExecutor(p, settings, strided.blocks)
      : others(p, settings),
  )
}

const EVERY_OLD = { onlyWide: false, blocks: 'fours' } as const
const EVERY = { onlyWide: false, blocks: 'matrixKernel' } as const
const WIDE = { onlyWide: true, blocks: 'matrixKernel' } as const

const eachImageOld = (p: Deconvolution, settings: LayerSettings) =>
  byProduct(p, settings, { multiply: multiplyOldTogether, wholeBatch: false, copiesOutput: false })
const eachImage = (p: Deconvolution, settings: LayerSettings) =>
  byProduct(p, settings, { multiply: multiplyTogether, wholeBatch: false, copiesOutput: false })
const wholeBatch = (copiesOutput: boolean) => (p: Deconvolution, settings: LayerSettings) =>
  byProduct(p, settings, { multiply: multiplyTogether, wholeBatch: true, copiesOutput })

/** cpu/CPUDeconvolution.cpp, compute/DeconvolutionWithStride.cpp. */
export const DECONVOLUTION: Dimension<Make> = [
  { since: '1.0.1', text: { id: 'rule.deconvolution.1.0.1' }, value: toTiles(EVERY_OLD, eachImageOld) },
  { since: '1.1.5', text: { id: 'rule.deconvolution.1.1.5' }, value: toTiles(EVERY, eachImageOld) },
  { since: '1.1.7', text: { id: 'rule.deconvolution.1.1.7' }, value: toTiles(WIDE, eachImageOld) },
  { since: '1.2.0', text: { id: 'rule.deconvolution.1.2.0' }, value: toTiles(WIDE, eachImage) },
  { since: '1.2.2', text: { id: 'rule.deconvolution.1.2.2' }, value: toTiles(WIDE, wholeBatch(false)) },
  { since: '2.4.3', text: { id: 'rule.deconvolution.2.4.3' }, value: toTiles(WIDE, wholeBatch(true)) },
  { since: '3.0.0', text: { id: 'rule.deconvolution.3.0.0' }, value: toTiles(WIDE, wholeBatch(false)) },
  {
    since: '3.0.2',
    text: { id: 'rule.deconvolution.3.0.2' },
    value: unlessDepthwise((p, settings) => byTiles(p, settings, { limitsThreads: false, scratch: 'staticPool' })),
  },
  {
    since: '3.0.4',
    text: { id: 'rule.deconvolution.3.0.4' },
    value: unlessDepthwise((p, settings) => byTiles(p, settings, { limitsThreads: true, scratch: 'staticPool' })),
  },
  {
    since: '3.0.5',
    text: { id: 'rule.deconvolution.3.0.5' },
    value: unlessDepthwise((p, settings) => byTiles(p, settings, { limitsThreads: true, scratch: 'heap' })),
  },
]
