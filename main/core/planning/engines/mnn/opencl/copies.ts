// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { roundUp } from '../arithmetic'
import type { SessionOp } from '../session/converter-view'
import type { Piece } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules } from './gpu-rules'
import { piecesOf } from './pieces'
import { elementsOf, type GpuTensor, shapeOf } from './sizes'

const PACK = 4

type TensorOf = (tensor: number) => GpuTensor | undefined

/**
 * Unpacked copies of all that a raster reads and writes, unless it goes by whole packs. In buffer mode later releases
 * read and write tensors where they are. 2.8.1: execution/buffer/RasterBufExecution.cpp; 2.8.1|3.6.1:
 * execution/image/RasterExecution.cpp, below source/backend/opencl.
 */
export function rasterPieces(op: SessionOp, tensorOf: TensorOf, rules: GpuRules, gpu: Gpu): readonly Piece[] {
  if (gpu.storage === 'buffer' && !rules.rasterCopies) return []
  const [output = -1] = op.outputs
  const own = tensorOf(output)?.elementBytes
  const width = rules.sizes.wholeNumbersKept ? (own ?? gpu.copyBytes) : gpu.copyBytes
  return [...new Set(op.inputs), output].flatMap((tensor) =>
    copyOf(tensorOf(tensor), tensor === output ? 'part.unpackedOutput' : 'part.unpackedInput', width),
  )
}

/**
 * What a loop over rows or products takes. 3.6.1: execution/image/LoopExecution.cpp, whose copies are not given back;
 * 2.8.1: the same and execution/buffer/LoopBufExecution.cpp.
 */
export function loopPieces(op: SessionOp, tensorOf: TensorOf, rules: GpuRules, gpu: Gpu): readonly Piece[] {
  const { inputs, outputs } = op
  if (rules.loopsPad) return paddedPieces(op, tensorOf, rules, gpu)
  if (gpu.storage === 'buffer') return []
  return [...inputs, ...outputs].flatMap((tensor) => {
    const described = tensorOf(tensor)
    const copies = copyOf(described, 'part.loopCopy', described?.elementBytes ?? gpu.copyBytes)
    return copies.map((piece): Piece => ({ ...piece, kept: true }))
  })
}

/** Operands with rows and columns rounded up, and the result. */
function paddedPieces({ inputs, outputs }: SessionOp, tensorOf: TensorOf, rules: GpuRules, gpu: Gpu): Piece[] {
  const make = piecesOf(rules, gpu)
  const piece = (dims: readonly number[]): Piece =>
    gpu.storage === 'buffer'
      ? make.of('part.loopCopy', 'dynamic', dims, 'channelsFirst')
      : { part: 'part.loopCopy', place: 'dynamic', bytes: product(dims) * gpu.copyBytes }
  const operands = inputs.flatMap((tensor) => {
    const described = tensorOf(tensor)
    if (described === undefined) return []
    const { batch, channels, height, width } = shapeOf(described)
    return [piece([batch, channels, roundUp(height, PACK), roundUp(width, PACK)])]
  })
  const results = outputs.flatMap((tensor) => {
    const dims = tensorOf(tensor)?.dims ?? []
    return [piece([1, product(dims.slice(0, -2)), dims.at(-2) ?? 1, dims.at(-1) ?? 1])]
  })
  return [...operands, ...results]
}

function copyOf(tensor: GpuTensor | undefined, part: Piece['part'], elementBytes: number): Piece[] {
  return tensor === undefined ? [] : [{ part, place: 'dynamic', bytes: elementsOf(tensor) * elementBytes }]
}
