// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { read } from '../../../settings'
import { GPU, GPU_HALF, GPU_MEMORY, type GpuKind, type GpuStorage, MEMORY, type Mode, PRECISION } from '../settings'
import type { GpuRules } from './gpu-rules'

/** What of a configuration OpenCL's memory hangs on. */
export interface Gpu {
  readonly kind: Exclude<GpuKind, 'intelSubgroups'>
  /** It computes by Intel’s subgroups: tensors lie in packs of four or sixteen channels (subgroups.ts). */
  readonly subgroups: boolean
  readonly storage: GpuStorage
  /** Of a number that is float32 in the model. */
  readonly elementBytes: 2 | 4
  /** Of one in an unpacked copy beside images. */
  readonly copyBytes: 2 | 4
  readonly memory: Mode
}

/** 3.6.1: source/backend/opencl/core/OpenCLBackend.cpp, setGpuMode: what is taken where neither is asked for. */
const BUFFERS_BY_DEFAULT: ReadonlySet<Gpu['kind']> = new Set<Gpu['kind']>(['mali', 'intel'])

/** CL_DEVICE_IMAGE2D_MAX_WIDTH and _HEIGHT that drivers of these GPUs report. */
const IMAGE_SIDES: Readonly<Record<Gpu['kind'], number>> = { adreno: 16384, mali: 65536, intel: 16384, other: 16384 }

export function gpuOf({ halfOf }: GpuRules, configuration: Configuration): Gpu {
  const named = read(GPU, configuration)
  const kind = named === 'intelSubgroups' ? 'intel' : named
  const asked = read(GPU_MEMORY, configuration)
  const storage = asked === 'auto' ? (BUFFERS_BY_DEFAULT.has(kind) ? 'buffer' : 'image') : asked
  const half = halfOf(read(PRECISION, configuration), storage, read(GPU_HALF, configuration))
  const memory = read(MEMORY, configuration)
  const subgroups = named === 'intelSubgroups' && storage === 'buffer'
  return { kind, subgroups, storage, elementBytes: half.tensors ? 2 : 4, copyBytes: half.copies ? 2 : 4, memory }
}

/** The longest side that an image may have, in pixels. */
export function imageSideOf(kind: Gpu['kind']): number {
  return IMAGE_SIDES[kind]
}
