// SPDX-License-Identifier: Apache-2.0
import type { BufferSizes, ConvolutionRules, GpuRules } from '../../opencl/gpu-rules'
import type { Dimension } from '../dimension'
import { UNRELEASED } from '../tags'

// The OpenCL backend, from the first release on that was measured. Paths are those below source/backend/opencl.

const BY_SIZE: ConvolutionRules = {
  winograd: 'channels',
  tiles: 'bySize',
  products: { evenOnly: false, givesBackFirst: false },
  biasMultiple: 32,
}

/** execution/buffer/ConvBufWinograd.cpp, ConvBufExecution.cpp. */
export const GPU_CONVOLUTIONS: Dimension<ConvolutionRules> = [
  {
    since: '2.8.1',
    text: { id: 'rule.gpuConvolutions.2.8.1' },
    value: { winograd: 'smallMaps', tiles: 'packs', products: null, biasMultiple: 16 },
  },
  {
    since: '2.9.1',
    text: { id: 'rule.gpuConvolutions.2.9.1' },
    value: { winograd: 'narrowMaps', tiles: 'packs', products: null, biasMultiple: 16 },
  },
  {
    since: '2.9.2',
    text: { id: 'rule.gpuConvolutions.2.9.2' },
    value: { winograd: 'channels', tiles: 'fixed', products: null, biasMultiple: 16 },
  },
  {
    since: '2.9.5',
    text: { id: 'rule.gpuConvolutions.2.9.5' },
    value: { ...BY_SIZE, products: { evenOnly: true, givesBackFirst: true } },
  },
  {
    since: '2.9.6',
    text: { id: 'rule.gpuConvolutions.2.9.6' },
    value: { ...BY_SIZE, products: { evenOnly: true, givesBackFirst: false } },
  },
  {
    since: '3.0.4',
    text: { id: 'rule.gpuConvolutions.3.0.4' },
    value: BY_SIZE,
  },
  {
    since: UNRELEASED,
    text: { id: 'rule.gpuConvolutions.master' },
    value: { ...BY_SIZE, winograd: 'budget' },
  },
]

const EIGHT: BufferSizes = {
  channels: 8,
  allHaveChannels: true,
  inSinglePrecision: false,
  wholeNumbersKept: false,
}

/** core/OpenCLBackend.cpp, onAcquire. */
export const GPU_TENSORS: Dimension<BufferSizes> = [
  { since: '2.8.1', text: { id: 'rule.gpuTensors.2.8.1' }, value: EIGHT },
  {
    since: '2.8.4',
    text: { id: 'rule.gpuTensors.2.8.4' },
    value: { ...EIGHT, inSinglePrecision: true, wholeNumbersKept: true },
  },
  {
    since: '3.0.2',
    text: { id: 'rule.gpuTensors.3.0.2' },
    value: { channels: 4, allHaveChannels: false, inSinglePrecision: true, wholeNumbersKept: true },
  },
]

/** execution/buffer/RasterBufExecution.cpp, SoftmaxBufExecution.cpp; core/runtime/OpenCLRuntime.cpp; source/geometry/GeometryBinary.cpp. */
export const GPU_OTHER: Dimension<
  Pick<
    GpuRules,
    | 'rasterCopies'
    | 'unpacksForAxes'
    | 'loops'
    | 'loopsPad'
    | 'copiesDirectly'
    | 'subgroupsPadCopies'
    | 'subgroupsPackAll'
    | 'halfOf'
  >
> = [
  {
    since: '2.8.1',
    text: { id: 'rule.gpuOther.2.8.1' },
    value: {
      rasterCopies: true,
      unpacksForAxes: false,
      loops: false,
      loopsPad: true,
      copiesDirectly: false,
      subgroupsPadCopies: false,
      subgroupsPackAll: true,
      halfOf: (precision, storage, hasHalf) => {
        const half = hasHalf && (precision === 'low' || (precision === 'normal' && storage === 'buffer'))
        return { tensors: storage === 'image' ? precision !== 'high' : half, copies: half }
      },
    },
  },
  {
    since: '2.9.5',
    text: { id: 'rule.gpuOther.2.9.5' },
    value: {
      rasterCopies: false,
      unpacksForAxes: true,
      loops: true,
      loopsPad: false,
      copiesDirectly: true,
      subgroupsPadCopies: true,
      subgroupsPackAll: false,
      halfOf: (precision, _storage, hasHalf) => {
        const half = hasHalf && precision !== 'high'
        return { tensors: half, copies: half }
      },
    },
  },
]

/** core/OpenCLBackend.cpp, onGetMemoryInMB. */
export const GPU_COUNTED: Dimension<{ readonly countsAllPools: boolean }> = [
  { since: '2.8.1', text: { id: 'rule.gpuCounted.2.8.1' }, value: { countsAllPools: false } },
  { since: UNRELEASED, text: { id: 'rule.gpuCounted.master' }, value: { countsAllPools: true } },
]
