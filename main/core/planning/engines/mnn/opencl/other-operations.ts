// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ShapedModel } from '#core/model/shapes'
import { words } from '#core/model/words'
import { computesWeights } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../arithmetic'
import type { SessionOp } from '../session/converter-view'
import type { Piece } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules } from './gpu-rules'
import { piecesOf } from './pieces'
import type { GpuTensor } from './sizes'

/** What an operation that is no layer asks for. */
export interface OtherPieces {
  readonly held: readonly Piece[]
  readonly staging: readonly Piece[]
}

const PACK = 4
const CHANNELS = 4

/** What scalings, slopes and normalisations hold of their `parameters`, in bytes of float32 each. */
export function heldByOther(
  kind: SessionOp['kind'],
  parameters: readonly number[],
  rules: GpuRules,
  gpu: Gpu,
): OtherPieces {
  const lengths = parameters.map((bytes) => bytes / FLOAT_BYTES)
  // Normalisations keep theirs in buffers of no pool, in either mode. 2.8.1|3.6.1: LayerNormBufExecution.cpp.
  if (kind === 'LayerNorm') {
    const own = lengths.map((length): Piece => {
      return { part: 'part.gpuParameters', place: 'own', bytes: roundUp(length, PACK) * gpu.copyBytes }
    })
    return { held: own, staging: [] }
  }
  // One slope for all channels is an argument. 2.8.1|3.6.1: ReluBufExecution.cpp, ScaleBufExecution.cpp.
  if (kind === 'PRelu' && lengths[0] === 1) return { held: [], staging: [] }
  // A batch norm is a scaling with a bias.
  const kept = kind === 'BatchNorm' ? lengths.slice(0, 2) : lengths
  if (gpu.storage === 'buffer') {
    const make = piecesOf(rules, gpu)
    const held = kept.map((length) => make.of('part.gpuParameters', 'static', [1, 1, 1, roundUp(length, PACK)]))
    return { held, staging: [] }
  }
  return {
    held: kept.map((length) => {
      const width = ceilDiv(length, PACK)
      const image = { width, height: 1 }
      return { part: 'part.gpuParameters', place: 'static', bytes: width * CHANNELS * gpu.elementBytes, image }
    }),
    staging: kept.map((length) => ({
      part: 'part.gpuStaging',
      place: 'own',
      bytes: roundUp(length, PACK) * gpu.elementBytes,
    })),
  }
}

/** Unpacked copies for operations that only work on unpacked data. 3.6.1: SoftmaxBufExecution.cpp, ArgMaxBufExecution.cpp. */
export function unpackedFor(
  { kind }: SessionOp,
  inputs: readonly GpuTensor[],
  output: GpuTensor | undefined,
  rules: GpuRules,
  gpu: Gpu,
): readonly Piece[] {
  const [input] = inputs
  if (gpu.storage !== 'buffer' || !rules.unpacksForAxes || input?.packed !== true) return []
  const make = piecesOf(rules, gpu)
  const ofOne = ({ dims }: GpuTensor) => product(dims.slice(1))
  if (kind === 'Softmax') return [make.of('part.unpackedInput', 'dynamic', [ofOne(input)])]
  if (kind !== 'ArgMax' || output === undefined) return []
  return [
    make.of('part.unpackedInput', 'dynamic', [ofOne(input)]),
    make.of('part.unpackedOutput', 'dynamic', [ofOne(output)]),
  ]
}

/** What OpenCL's backend has no executor for: it runs on the CPU, between copies. 2.8.1|3.6.1: OpenCLOPRegister.cpp. */
const ON_CPU: ReadonlySet<string> = new Set(
  words(
    'Recurrent Random DetectionPostProcess OneHot ReverseSequence Einsum MaxPoolIndices Dft Stft Unsupported NonMaxSuppression NonZero Unique Compress RoiAlign',
  ),
)
/** Those it has for buffers alone. */
const ON_CPU_WITH_IMAGES: ReadonlySet<string> = new Set(words('ArgMax'))

/** What runs as a loop over rows: where loops take copies, theirs were not measured. source/geometry, Compiler_Loop. */
const ROW_LOOPS: ReadonlySet<string> = new Set(words('Gather GatherElements GatherNd ScatterNd ScatterElements CumSum'))

/** Convolutions in groups: they run on the CPU, and nothing of them but copies is asked of the GPU. 2.8.1|3.6.1: ConvBufExecution.cpp. */
export function layersOnCpu(shaped: ShapedModel): ReadonlySet<number> {
  const { model, operations, folded } = shaped
  const found = model.nodes.flatMap(({ id }) => {
    const resolved = operations[id]
    const isGrouped = resolved?.kind === 'Conv' && resolved.group > 1 && !resolved.depthwise
    return isGrouped && folded[id] !== true && !computesWeights(shaped, id) ? [id] : []
  })
  return new Set(found)
}

/**
 * Reshapes of several images that were transposed: the tensor between stays, which from 3.4.0 on is planned as read through.
 * Measured on 3.6.1: face detection with a batch of two, 6 % low in image mode; in buffer mode it is met.
 */
export function reshapedTranspositions({ model, operations, dims, folded }: ShapedModel): ReadonlyMap<number, Message> {
  const transposed = new Set(
    model.nodes.flatMap(({ id, outputs }) => (operations[id]?.kind === 'Transpose' ? outputs : [])),
  )
  const found = new Map<number, Message>()
  for (const { id, inputs, outputs } of model.nodes) {
    const [from = -1, to = -1] = [inputs[0], outputs[0]]
    if (folded[id] === true || operations[id]?.kind !== 'Alias' || !transposed.has(from)) continue
    const [before, after] = [dims[from] ?? [], dims[to] ?? []]
    if ((before[0] ?? 1) > 1 && before.join() !== after.join()) found.set(id, { id: 'unmodelled.gpuOperation' })
  }
  return found
}

/** Nodes of which it is not told what they or their copies take, with the reason. */
export function unmodelledOperations(
  shaped: ShapedModel,
  { loopCopies }: GpuRules,
  { storage }: Gpu,
): ReadonlyMap<number, Message> {
  const { model, operations, folded } = shaped
  const found = new Map<number, Message>()
  for (const { id, operation, inputs, outputs } of model.nodes) {
    if (folded[id] === true) continue
    const [input = -1] = inputs
    const isInteger = model.tensors[input]?.dtype === 'int8' && !shaped.constants.has(input)
    const resolved = operations[id]
    const isComputed = resolved?.kind === 'Conv' && computesWeights(shaped, id)
    const { kind } = operation
    const onCpu = ON_CPU.has(kind) || (storage === 'image' && ON_CPU_WITH_IMAGES.has(kind))
    const isFloat = model.tensors[outputs[0] ?? -1]?.dtype === 'float32'
    const isLoop = ROW_LOOPS.has(kind) && isFloat && loopCopies[storage] !== 'none'
    const isTransposedByGroup = resolved?.kind === 'ConvTranspose' && resolved.group > 1
    if (isInteger || onCpu || isComputed) found.set(id, { id: 'unmodelled.onCpu' })
    else if (isLoop || kind === 'TopK' || isTransposedByGroup) found.set(id, { id: 'unmodelled.gpuOperation' })
  }
  return found
}
