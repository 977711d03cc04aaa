// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { roundUp } from '../arithmetic'
import type { SessionOp } from '../session/converter-view'
import type { Piece } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules, ProductCopies } from './gpu-rules'
import { piecesOf } from './pieces'
import { elementsOf, type GpuTensor, shapeOf } from './sizes'

type TensorOf = (tensor: number) => GpuTensor | undefined

/**
 * Unpacked copies that a raster takes. 2.8.1: execution/buffer/RasterBufExecution.cpp; 2.8.1|2.9.2|3.6.1:
 * execution/image/RasterExecution.cpp, below source/backend/opencl.
 */
export function rasterPieces(op: SessionOp, tensorOf: TensorOf, rules: GpuRules, gpu: Gpu): readonly Piece[] {
  const taken = rules.rasterCopies[gpu.storage]
  if (taken === 'none') return []
  const [output = -1] = op.outputs
  const own = tensorOf(output)?.elementBytes
  // Whole numbers keep their width.
  const width = own === undefined || own === gpu.elementBytes ? gpu.copyBytes : own
  const inputs = taken === 'output' ? [] : new Set(op.inputs)
  return [...inputs, output].flatMap((tensor) =>
    copyOf(tensorOf(tensor), tensor === output ? 'part.unpackedOutput' : 'part.unpackedInput', width),
  )
}

/**
 * What a loop over rows or products takes. 2.8.1: execution/image/LoopExecution.cpp, execution/buffer/LoopBufExecution.cpp;
 * 3.4.0: the same.
 */
export function loopPieces(op: SessionOp, tensorOf: TensorOf, rules: GpuRules, gpu: Gpu): readonly Piece[] {
  const { inputs, outputs, isLoop = false } = op
  const taken = rules.loopCopies[gpu.storage]
  if (taken === 'none') return []
  if (taken !== 'all') return isLoop ? [] : productPieces(op, tensorOf, taken, rules, gpu)
  return [...inputs, ...outputs].flatMap((tensor) => {
    const described = tensorOf(tensor)
    const copies = copyOf(described, 'part.loopCopy', described?.elementBytes ?? gpu.copyBytes)
    return copies.map((piece): Piece => ({ ...piece, kept: true }))
  })
}

/** Operands with rows and columns rounded up, and the result. */
function productPieces(
  { inputs, outputs }: SessionOp,
  tensorOf: TensorOf,
  { multiple, large }: ProductCopies,
  rules: GpuRules,
  gpu: Gpu,
): Piece[] {
  const make = piecesOf(rules, gpu)
  const piece = (dims: readonly number[]): Piece =>
    gpu.storage === 'buffer'
      ? make.of('part.loopCopy', 'dynamic', dims, 'channelsFirst')
      : { part: 'part.loopCopy', place: 'dynamic', bytes: product(dims) * gpu.copyBytes }
  const dimsOf = (tensor: number | undefined) => tensorOf(tensor ?? -1)?.dims ?? []
  const result = dimsOf(outputs[0])
  const [rows, columns] = [result.at(-2) ?? 1, result.at(-1) ?? 1]
  const depth = product(dimsOf(inputs[0]).slice(-2)) / rows
  const isLarge = large !== multiple && isLargeProduct(rows, depth, columns)
  const step = isLarge ? large : multiple
  const operands = inputs.flatMap((tensor) => {
    const described = tensorOf(tensor)
    if (described === undefined) return []
    const { batch, channels, height, width } = shapeOf(described)
    return [piece([batch, channels, roundUp(height, step), roundUp(width, step)])]
  })
  const times = product(result.slice(0, -2))
  const whole = [times * roundUp(rows, large) * roundUp(columns, large)]
  return [...operands, piece(isLarge ? whole : [1, times, rows, columns])]
}

/** 2.9.2: execution/buffer/LoopBufExecution.cpp, mBatchGemmOpt. */
function isLargeProduct(rows: number, depth: number, columns: number): boolean {
  const [least, most] = [Math.min(rows, columns), Math.max(rows, columns)]
  const isLong = (least > 256 && depth > 256) || (depth >= 512 && (most > 1024 || least > 32))
  return isLong && rows * depth * columns > 2 ** 26
}

function copyOf(tensor: GpuTensor | undefined, part: Piece['part'], elementBytes: number): Piece[] {
  return tensor === undefined ? [] : [{ part, place: 'dynamic', bytes: elementsOf(tensor) * elementBytes }]
}
