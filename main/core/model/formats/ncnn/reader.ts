// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Message } from '#messages/message'
import type { Model } from '../../graph'
import { MemoryBudget } from '../../memory-budget'
import { ModelBuilder } from '../../model-builder'
import { isBinaryNet, readBinaryNet } from './binary'
import { knowRank, NcnnLayer } from './context'
import { declaredDims } from './inputs'
import type { NcnnNet } from './layer'
import { isKnown, translate } from './operators/index'
import { isTextNet, readTextNet } from './text'
import { WeightsFile, WeightsMisfit, weightsPath } from './weights'

/** Whether the bytes begin as a .param or .param.bin file does. */
export function looksLikeNcnn(bytes: Uint8Array): boolean {
  return isTextNet(bytes) || isBinaryNet(bytes)
}

/** Reads a .param file, with the weights of the .bin file beside it. Throws ReadError. */
export function readNcnn(path: string, bytes: Uint8Array, at = (beside: string) => beside): Model {
  const memory = new MemoryBudget(bytes.length)
  const net = isBinaryNet(bytes) ? readBinaryNet(bytes, memory) : readTextNet(bytes, memory)
  const beside = weightsPath(path)
  const weights = WeightsFile.open(beside, at(beside))
  if (weights === undefined) {
    return build(net, memory, {
      trusted: 0,
      otherwise: { id: 'warning.weightsFile', file: basename(beside), missing: true },
    })
  }
  try {
    return buildWith(net, memory, weights)
  } finally {
    weights.close()
  }
}

interface Source {
  readonly weights?: WeightsFile
  /** The layers before this one find their weights in the file. */
  readonly trusted: number
  /** Told where weights are needed that are not found. */
  readonly otherwise: Message
}

/** Trusts the weights file as far as it fits: wholly, to the first layer that is not known, or not at all. */
function buildWith(net: NcnnNet, memory: MemoryBudget, weights: WeightsFile): Model {
  /** What one that does not fit has taken is free again. */
  const attempt = (source: Source, strict = false) => memory.passing(() => build(net, memory, source, strict))
  const unknown = net.layers.find(({ type }) => !isKnown(type))
  try {
    return attempt({ weights, trusted: Number.POSITIVE_INFINITY, otherwise: NONE }, unknown !== undefined)
  } catch (error) {
    const misfit = warningOf(error)
    if (unknown === undefined) return attempt({ trusted: 0, otherwise: misfit })
  }
  // A layer that is not known may have weights: nothing says where those after it begin.
  const { type, name: layer, index: trusted } = unknown
  const otherwise = { id: 'warning.ncnnUnknown', file: basename(weights.path), layer, type } as const
  try {
    return attempt({ weights, trusted, otherwise })
  } catch (error) {
    return attempt({ trusted: 0, otherwise: warningOf(error) })
  }
}

/** Never told: every layer finds its weights, or the file does not fit. */
const NONE: Message = { id: 'warning.stripped' }

function warningOf(error: unknown): Message {
  if (error instanceof WeightsMisfit) return error.warning
  throw error
}

/** `strict`: the weights must end where the file does. Throws ReadError and WeightsMisfit. */
function build(net: NcnnNet, memory: MemoryBudget, { weights, trusted, otherwise }: Source, strict = false): Model {
  const builder = new ModelBuilder({ indexType: 'int64', convertedFor: 'ncnn' }, memory)
  weights?.rewind()
  const file = {
    builder,
    blobs: new Map<string, number>(),
    ranks: new Map<number, number>(),
    weightsOf: ({ index }: { readonly index: number }) => (index < trusted ? weights : undefined),
    missing: otherwise,
  }
  for (const record of net.layers) {
    const layer = new NcnnLayer(record, file)
    if (record.type === 'Input') addInput(layer, net)
    else translate(layer)
  }
  if (net.layers.length > trusted || weights === undefined) return finished(builder, file.blobs, net)
  const rest = weights.finish(strict)
  if (rest !== undefined) builder.warn(rest)
  return finished(builder, file.blobs, net)
}

function addInput(layer: NcnnLayer, net: NcnnNet): void {
  const dims = declaredDims(layer.record, net)
  for (const tensor of layer.outputs) {
    layer.file.builder.addInput(tensor, 'float32', { declaredDims: dims })
    knowRank(layer.file, tensor, dims.length - 1)
  }
}

/** Outputs are the blobs that no layer reads. */
function finished(builder: ModelBuilder, blobs: ReadonlyMap<string, number>, net: NcnnNet): Model {
  const read = new Set(net.layers.flatMap(({ inputs }) => inputs))
  const outputs = [...blobs].filter(([blob]) => !read.has(blob)).map(([, tensor]) => tensor)
  if (blobs.size !== net.statedBlobs) {
    builder.warn({ id: 'warning.ncnnBlobs', stated: net.statedBlobs, found: blobs.size })
  }
  return builder.build('ncnn converter (version not recorded)', outputs)
}
