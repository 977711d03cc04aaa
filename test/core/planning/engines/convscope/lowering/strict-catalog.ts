// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { type ConvProblem, weightElements } from '#core/planning/layers/conv-problem'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { ProgramBuffer } from '#core/planning/native/program'
import { spoken } from '#messages/say'

const BLOCK = 8
const PLAIN_CHANNELS = 2

export const TILED: Choice = { algorithm: 'tiled', unit: null, inner: null }
export const WINOGRAD_2: Choice = { algorithm: 'winograd', unit: 2, inner: null }
export const WINOGRAD_4: Choice = { algorithm: 'winograd', unit: 4, inner: null }
export const GEMM: Choice = { algorithm: 'gemm-1x1', unit: null, inner: null }
export const DEPTHWISE: Choice = { algorithm: 'depthwise', unit: null, inner: null }
const GROUPED: Choice = { algorithm: 'grouped', unit: null, inner: { algorithm: 'tiled', unit: null } }
const GROUPED_WINOGRAD: Choice = { algorithm: 'grouped', unit: null, inner: { algorithm: 'winograd', unit: 2 } }

const BLOCKED_ONLY = new Set(['Pool', 'GlobalPool', 'Affine', 'Resize'])
const EITHER = new Set(['Unary', 'Binary', 'PRelu', 'Concat', 'Split', 'Copy'])

/**
 * Made-up sizes, but the engine's real rules of which operation runs in which layout: an operation
 * in the wrong layout is a bug of lowering and throws.
 */
export const strictCatalog: KernelCatalog = {
  channelBlock: () => BLOCK,
  choices: () => [TILED, WINOGRAD_2, WINOGRAD_4, GEMM, DEPTHWISE, GROUPED, GROUPED_WINOGRAD],
  assess(problem, choice, _isa, threads, storage = 'float32') {
    const reason = refusal(problem, choice)
    if (reason !== null) return { supported: false, reason: spoken(reason) }
    const weights = (storage === 'float32' ? 4 : 2) * weightElements(problem)
    const unit = choice.unit ?? choice.inner?.unit ?? 0
    const growth = unit === 0 ? 1 : ((unit + 2) / 3) ** 2
    const workspaceBytes = threads * 64 * (1 + unit) * problem.inChannels
    return {
      supported: true,
      packedWeightBytes: Math.ceil(weights * growth),
      workspaceBytes,
      workspace: [{ name: spoken('tiles'), bytes: workspaceBytes }],
      operations: (2 * weightElements(problem) * problem.outHeight * problem.outWidth) / (1 + unit),
      bfloat16Operations: 0,
      weightTraffic: weights * growth,
      otherTraffic: 0,
      plainInput: choice.algorithm === 'tiled' && problem.group === 1 && problem.inChannels <= PLAIN_CHANNELS,
    }
  },
  assessOperation(operation, inputs, outputs) {
    const present = inputs.filter((buffer): buffer is ProgramBuffer => buffer !== null)
    const layouts = new Set([...present, ...outputs].map(({ layout }) => layout))
    if (operation.kind === 'Reorder') {
      if (present.length !== 1 || present[0]?.layout === outputs[0]?.layout) throw new Error('Reorder of one layout.')
      if (present[0]?.dims.join() !== outputs[0]?.dims.join()) throw new Error('Reorder changes dims.')
    } else if (BLOCKED_ONLY.has(operation.kind)) {
      if (layouts.has('plain')) throw new Error(`${operation.kind} on plain buffers.`)
    } else if (EITHER.has(operation.kind)) {
      const scalar = (buffer: ProgramBuffer) => buffer.place.kind === 'constant' && buffer.dims.join() === '1'
      const mixed = new Set([...present.filter((buffer) => !scalar(buffer)), ...outputs].map(({ layout }) => layout))
      if (mixed.size > 1) throw new Error(`${operation.kind} on mixed layouts.`)
    } else if (layouts.has('blocked')) {
      throw new Error(`${operation.kind} on blocked buffers.`)
    }
    if (operation.kind === 'Resample')
      return { supported: false, reason: { id: 'unrunnable.detail', detail: 'no cubic.' } }
    return { supported: true, workspaceBytes: operation.kind === 'Softmax' ? 128 : 0 }
  },
}

function refusal({ group, kernelHeight, depthwise }: ConvProblem, { algorithm, inner }: Choice): string | null {
  if (group > 1 !== (algorithm === 'grouped' || algorithm === 'depthwise')) return 'wrong for its groups'
  if (algorithm === 'depthwise' && !depthwise) return 'not depthwise'
  const core = inner?.algorithm ?? algorithm
  if (core === 'winograd' && kernelHeight !== 3) return 'the kernel is not 3×3'
  return core === 'gemm-1x1' && kernelHeight !== 1 ? 'the kernel is not 1×1' : null
}
