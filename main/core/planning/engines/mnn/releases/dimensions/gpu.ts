// SPDX-License-Identifier: Apache-2.0
import type { BufferSizes, ConvolutionRules, GpuRules, ProductCopies } from '../../opencl/gpu-rules'
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

type OtherRules = Pick<
  GpuRules,
  | 'rasterCopies'
  | 'keepsStaging'
  | 'unpacksForAxes'
  | 'loops'
  | 'loopCopies'
  | 'copiesDirectly'
  | 'subgroupsPadCopies'
  | 'subgroupsPackAll'
  | 'halfOf'
>

const BY_FOUR: ProductCopies = { multiple: 4, large: 4 }

const OTHER_2_8_1: OtherRules = {
  rasterCopies: { buffer: 'unlessWhole', image: 'unlessWhole' },
  keepsStaging: true,
  unpacksForAxes: false,
  loops: false,
  loopCopies: { buffer: BY_FOUR, image: BY_FOUR },
  copiesDirectly: 'none',
  subgroupsPadCopies: false,
  subgroupsPackAll: true,
  halfOf: (precision, storage, hasHalf) => {
    const half = hasHalf && (precision === 'low' || (precision === 'normal' && storage === 'buffer'))
    return { tensors: storage === 'image' ? precision !== 'high' : half, copies: half }
  },
}

const OTHER_2_8_2: OtherRules = { ...OTHER_2_8_1, loops: true }

const OTHER_2_8_4: OtherRules = {
  ...OTHER_2_8_2,
  rasterCopies: { buffer: 'none', image: 'output' },
  copiesDirectly: 'singles',
}

const OTHER_2_9_2: OtherRules = {
  ...OTHER_2_8_4,
  loopCopies: { buffer: { multiple: 1, large: 32 }, image: BY_FOUR },
}

const OTHER_2_9_5: OtherRules = {
  ...OTHER_2_9_2,
  keepsStaging: false,
  unpacksForAxes: true,
  loopCopies: { buffer: 'none', image: BY_FOUR },
  copiesDirectly: 'alike',
  subgroupsPadCopies: true,
  subgroupsPackAll: false,
}

const OTHER_2_9_6: OtherRules = { ...OTHER_2_9_5, rasterCopies: { buffer: 'none', image: 'unlessWhole' } }

const OTHER_3_1_3: OtherRules = {
  ...OTHER_2_9_6,
  halfOf: (precision, _storage, hasHalf) => {
    const half = hasHalf && precision !== 'high'
    return { tensors: half, copies: half }
  },
}

/**
 * execution/buffer/RasterBufExecution.cpp, SoftmaxBufExecution.cpp; execution/image/RasterExecution.cpp, LoopExecution.cpp;
 * core/runtime/OpenCLRuntime.cpp; core/OpenCLBackend.cpp; source/geometry/GeometryBinary.cpp; source/core/Pipeline.cpp.
 */
export const GPU_OTHER: Dimension<OtherRules> = [
  { since: '2.8.1', text: { id: 'rule.gpuOther.2.8.1' }, value: OTHER_2_8_1 },
  { since: '2.8.2', text: { id: 'rule.gpuOther.2.8.2' }, value: OTHER_2_8_2 },
  { since: '2.8.4', text: { id: 'rule.gpuOther.2.8.4' }, value: OTHER_2_8_4 },
  { since: '2.9.2', text: { id: 'rule.gpuOther.2.9.2' }, value: OTHER_2_9_2 },
  { since: '2.9.5', text: { id: 'rule.gpuOther.2.9.5' }, value: OTHER_2_9_5 },
  { since: '2.9.6', text: { id: 'rule.gpuOther.2.9.6' }, value: OTHER_2_9_6 },
  { since: '3.1.3', text: { id: 'rule.gpuOther.3.1.3' }, value: OTHER_3_1_3 },
  {
    since: '3.4.0',
    text: { id: 'rule.gpuOther.3.4.0' },
    value: { ...OTHER_3_1_3, loopCopies: { buffer: 'none', image: 'all' } },
  },
]

/** core/OpenCLBackend.cpp, onGetMemoryInMB. */
export const GPU_COUNTED: Dimension<{ readonly countsAllPools: boolean }> = [
  { since: '2.8.1', text: { id: 'rule.gpuCounted.2.8.1' }, value: { countsAllPools: false } },
  { since: UNRELEASED, text: { id: 'rule.gpuCounted.master' }, value: { countsAllPools: true } },
]
