// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Message } from '#messages/message'
import { scaleBytes } from './coded-weights'
import type { Constant, ConstantData, Model, Tensor } from './graph'
import { truncated } from './read-error'

/**
 * Makes sure that constants lie inside their files. Where a weights file beside the model is
 * missing or too short, floating-point weights in it are made up, with a warning: such a model can
 * still be planned.
 */
export async function checkExternalFiles(model: Model, modelPath: string, modelBytes: number): Promise<Model> {
  const sizes = new Map([[modelPath, modelBytes]])
  for (const { constant } of model.tensors) {
    for (const { path } of placesOf(constant)) if (!sizes.has(path)) sizes.set(path, await fileSize(path))
  }
  const damaged = new Map<string, Message>()
  const tensors = model.tensors.map((tensor) => {
    const { constant } = tensor
    const beyond = placesOf(constant).find(
      ({ path, offset, byteLength }) => offset + byteLength > (sizes.get(path) ?? 0),
    )
    if (constant === undefined || beyond === undefined) return tensor
    const { path } = beyond
    const size = sizes.get(path) ?? 0
    if (path === modelPath) truncated({ id: 'tensor.beyondEnd', tensor: tensor.name })
    damaged.set(path, { id: 'warning.weightsFile', file: basename(path), missing: size === 0 })
    return { ...tensor, constant: { ...constant, data: replacement(tensor, constant) } }
  })
  return { ...model, tensors, warnings: [...model.warnings, ...damaged.values()] }
}

interface Place {
  readonly path: string
  readonly offset: number
  readonly byteLength: number
}

function placesOf(constant: Constant | undefined): readonly Place[] {
  const data = constant?.data
  if (data?.kind === 'file' || data?.kind === 'encoded') return [data]
  return data?.kind === 'coded' ? [data, { ...data.scales, byteLength: scaleBytes(data) }] : []
}

/** 0 where it cannot be read. */
async function fileSize(path: string): Promise<number> {
  try {
    const info = await stat(path)
    return info.isFile() ? info.size : 0
  } catch {
    return 0
  }
}

function replacement(tensor: Tensor, constant: Constant): ConstantData {
  // Vectors are biases and factors: those must not be random.
  const fanIn = constant.dims.slice(1).reduce((a, b) => a * b, 1)
  return constant.dims.length < 2
    ? { kind: 'fill', value: 0 }
    : { kind: 'synthesised', seed: tensor.id, scale: Math.sqrt(2 / Math.max(1, fanIn)) }
}
