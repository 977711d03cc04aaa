// SPDX-License-Identifier: Apache-2.0
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { Message } from '#messages/message'
import { scaleBytes } from './coded-weights'
import { FileRefusal, isNoAnswer } from './file-cause'
import type { Constant, ConstantData, Model, Tensor } from './graph'
import { infoOf, orNull, realPathOf } from './named-paths'
import { invalid, truncated } from './read-error'
import { openRegular } from './regular-file'

/** The path of a file that a model names as its own, `location` from its folder; null where that leads out of the folder. */
export function besideModel(modelPath: string, location: string): string | null {
  const folder = dirname(modelPath)
  const path = join(folder, location)
  const inside = !isAbsolute(location) && path !== folder && isWithin(folder, path)
  return inside && !location.includes('\0') ? path : null
}

/** Whether `path` is `folder` or below it, as they are written: links are not followed. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * Makes sure that constants lie inside their files, and names these by their real paths: what is read later is what was
 * looked at. Where a weights file beside the model is missing or too short, floating-point weights in it are made up, with
 * a warning: such a model can still be planned. A weights file that a link takes out of the model's folder is refused, as
 * one that a path takes there is: a model from elsewhere must not show files that it did not come with.
 */
export async function checkExternalFiles(model: Model, modelPath: string, modelBytes: number): Promise<Model> {
  const files = new Map<string, Found>([[modelPath, { path: await realPathOf(modelPath), bytes: modelBytes }]])
  const folders = await foldersOf(modelPath)
  for (const { constant } of model.tensors) {
    for (const { path } of placesOf(constant?.data)) if (!files.has(path)) files.set(path, await find(path, folders))
  }
  const damaged = new Map<string, Message>()
  const tensors = model.tensors.map((tensor) => {
    const { constant } = tensor
    if (constant === undefined) return tensor
    const beyond = placesOf(constant.data).find(
      ({ path, offset, byteLength }) => offset + byteLength > (files.get(path)?.bytes ?? 0),
    )
    if (beyond === undefined) {
      const data = moved(constant.data, files)
      return data === constant.data ? tensor : { ...tensor, constant: { ...constant, data } }
    }
    const { path } = beyond
    const size = files.get(path)?.bytes ?? 0
    if (path === modelPath) truncated({ id: 'tensor.beyondEnd', tensor: tensor.name })
    damaged.set(path, { id: 'warning.weightsFile', file: basename(path), missing: size === 0 })
    return { ...tensor, constant: { ...constant, data: replacement(tensor, constant) } }
  })
  return { ...model, tensors, warnings: [...model.warnings, ...damaged.values()] }
}

/** The folder that a model lies in, and the one that it is reached through where it is a link: real paths. */
async function foldersOf(modelPath: string): Promise<readonly string[]> {
  return [await realPathOf(dirname(modelPath)), dirname(await realPathOf(modelPath))]
}

/** Whether a regular file is there and lies in the folder of a model, links resolved. Rejects where nobody answers. */
export async function isOwnFile(path: string, modelPath: string): Promise<boolean> {
  const real = await orNull(realPathOf(path))
  if (real === null) return false
  const folders = await orNull(foldersOf(modelPath))
  const isInside = folders?.some((folder) => isWithin(folder, real)) === true
  return isInside && (await orNull(infoOf(real)))?.isFile() === true
}

interface Found {
  /** Real. */
  readonly path: string
  /** 0 where it cannot be read. */
  readonly bytes: number
}

/** Throws ReadError for what is no regular file in one of the `folders`, which are real paths. */
async function find(path: string, folders: readonly string[]): Promise<Found> {
  const weightsFile = basename(path)
  const real = await orNull(realPathOf(path))
  if (real === null) return { path, bytes: 0 }
  if (!folders.some((folder) => isWithin(folder, real))) invalid({ id: 'file.weightsOutside', weightsFile })
  try {
    const { file, size } = await openRegular(real)
    await file.close()
    return { path: real, bytes: size }
  } catch (error) {
    if (isNoAnswer(error)) throw error
    if (error instanceof FileRefusal) invalid({ id: 'file.weightsNotRegular', weightsFile })
    return { path: real, bytes: 0 }
  }
}

interface Place {
  readonly path: string
  readonly offset: number
  readonly byteLength: number
}

/** Bytes of an index and of a value of a sparse tensor, each. */
const SPARSE_BYTES = 4

function placesOf(data: ConstantData | undefined): readonly Place[] {
  switch (data?.kind) {
    case 'file':
    case 'encoded':
      return [data]
    case 'coded':
      return [data, { ...data.scales, byteLength: scaleBytes(data) }]
    case 'sparse':
      return [data.indexOffset, data.valueOffset].map((offset) => ({
        path: data.path,
        offset,
        byteLength: SPARSE_BYTES * data.count,
      }))
    default:
      return []
  }
}

/** The same data in the files that were found. */
function moved(data: ConstantData, files: ReadonlyMap<string, Found>): ConstantData {
  const real = (path: string) => files.get(path)?.path ?? path
  if (placesOf(data).every(({ path }) => real(path) === path)) return data
  switch (data.kind) {
    case 'file':
    case 'encoded':
    case 'sparse':
      return { ...data, path: real(data.path) }
    case 'coded':
      return { ...data, path: real(data.path), scales: { ...data.scales, path: real(data.scales.path) } }
    default:
      return data
  }
}

function replacement(tensor: Tensor, constant: Constant): ConstantData {
  // Vectors are biases and factors: those must not be random.
  const fanIn = constant.dims.slice(1).reduce((a, b) => a * b, 1)
  return constant.dims.length < 2
    ? { kind: 'fill', value: 0 }
    : { kind: 'synthesised', seed: tensor.id, scale: Math.sqrt(2 / Math.max(1, fanIn)) }
}
