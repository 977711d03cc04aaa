// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, Setting, SettingValues } from '#contract/configuration'
import { compareVersions } from '#core/planning/engine-setup'
import { declareSetting, type SettingOf } from '#core/planning/settings'

/** Where a GPU’s tensors lie: in buffers, or in images of four channels a pixel. */
export type GpuStorage = 'buffer' | 'image'

/** Low, normal or high, as MNN's BackendConfig has it for memory and for precision. */
export type Mode = 'low' | 'normal' | 'high'

const MODES = ['low', 'normal', 'high'] as const

/** BackendConfig::memory. */
export const MEMORY: SettingOf<Mode> = declareSetting<Mode>({
  id: 'memory',
  values: MODES,
  default: 'normal',
  letter: 'm',
  prominent: true,
  leastMemory: 'low',
  redefined: true,
})

export type BackendId = 'cpu' | 'opencl'

const ON_GPU: SettingValues = { backend: 'opencl' }
const ARM64: readonly InstructionSet[] = ['arm64', 'arm64-fp16']

/** ScheduleConfig::type: MNN_FORWARD_CPU or MNN_FORWARD_OPENCL. */
export const BACKEND: SettingOf<BackendId> = declareSetting<BackendId>({
  id: 'backend',
  values: ['cpu', 'opencl'],
  default: 'cpu',
  leads: true,
  essential: true,
  idlesProcessor: ['opencl'],
  tried: [],
})

export type GpuKind = 'adreno' | 'mali' | 'intelSubgroups' | 'intel' | 'other'

/**
 * What the backend takes a GPU for, by its name or vendor; Intel’s with subgroups where the driver has cl_intel_subgroups
 * and the build looks for it. 3.6.1: source/backend/opencl/core/runtime/OpenCLRuntime.cpp, CMakeLists.txt.
 */
export const GPU: SettingOf<GpuKind> = declareSetting<GpuKind>({
  id: 'gpu',
  values: ['adreno', 'mali', 'intelSubgroups', 'intel', 'other'],
  default: 'adreno',
  told: true,
  offered: [{ under: ON_GPU }],
  tried: [],
})

/** ScheduleConfig::mode: MNN_GPU_MEMORY_BUFFER, MNN_GPU_MEMORY_IMAGE, or neither. */
export const GPU_MEMORY: SettingOf<'auto' | GpuStorage> = declareSetting<'auto' | GpuStorage>({
  id: 'gpuMemory',
  values: ['auto', 'buffer', 'image'],
  default: 'auto',
  offered: [{ under: ON_GPU }],
  tried: ['buffer', 'image'],
})

/** Whether the device computes in half precision (cl_khr_fp16). */
export const GPU_HALF: SettingOf<boolean> = declareSetting<boolean>({
  id: 'gpuHalf',
  values: [true, false],
  default: true,
  offered: [{ under: ON_GPU }],
  tried: [],
})

/**
 * Where inputs have other sizes than the file states: executors are made for the file’s sizes and kept, or, with
 * Interpreter::Session_Resize_Defer, for the sizes that it is resized to first.
 */
export const CREATED_FOR: SettingOf<'file' | 'resized'> = declareSetting<'file' | 'resized'>({
  id: 'createdFor',
  values: ['file', 'resized'],
  default: 'file',
  offered: [{ under: ON_GPU }],
  tried: ['resized'],
})

/** BackendConfig::precision: low lets an engine compute in half precision where the processor can. */
export const PRECISION: SettingOf<Mode> = declareSetting<Mode>({
  id: 'precision',
  values: MODES,
  default: 'normal',
  offered: [{ isas: ['arm64-fp16'] }, { under: ON_GPU }],
  tried: ['low'],
})

export type WinogradLevel = 0 | 1 | 2 | 3

/** MNN 3's session hint WINOGRAD_MEMORY_LEVEL: 0 never Winograd, 1 and 2 its smallest unit only, 3 any. */
export const WINOGRAD_LEVEL: SettingOf<WinogradLevel> = declareSetting<WinogradLevel>({
  id: 'winogradLevel',
  values: [0, 1, 2, 3],
  default: 3,
  offered: [{ notUnder: ON_GPU }],
  alike: [2],
})

/**
 * Cores by cluster, fastest first: releases from 2.9.3 on share work among them by speed. Those of phones: 1+3+4
 * Snapdragon 8 Gen 1, Dimensity 9000 and 9300; 1+4+3 Snapdragon 8 Gen 2; 1+3+2+2 Snapdragon 8 Gen 3; 2+6 Snapdragon 8
 * Elite, 7 series; 4+4 Snapdragon 845; 2+2+4 Tensor, Kirin 990; 1+4+4 Tensor G3. 1+3+4, 4+4 and 2+6 were measured.
 */
export const CLUSTERS: SettingOf<string> = declareSetting<string>({
  id: 'clusters',
  values: ['alike', '1+3+4', '1+4+3', '1+3+2+2', '2+6', '4+4', '2+2+4', '1+4+4'],
  default: 'alike',
  offered: [{ isas: ARM64, notUnder: ON_GPU }],
  tried: [],
})

/** [] where all cores are alike. */
export function coresByCluster(value: string): number[] {
  return value === CLUSTERS.default ? [] : value.split('+').map(Number)
}

export type IntegerKernel = 'none' | 'sdot' | 'i8mm'

/** What an ARM64 processor has for products of integers: nothing before Cortex-A55 and A75, sdot from there on, i8mm in ARMv9. */
export const INTEGER_KERNEL: SettingOf<IntegerKernel> = declareSetting<IntegerKernel>({
  id: 'integerKernel',
  values: ['none', 'sdot', 'i8mm'],
  default: 'sdot',
  offered: [{ isas: ARM64, notUnder: ON_GPU }],
  tried: [],
})

/** The hint of Winograd's memory level exists from here on. 2.8.4: include/MNN/Interpreter.hpp. */
const FIRST_WITH_LEVEL = '2.8.4'
/** Clusters of cores are looked at from here on. 2.9.3: cpu/CPURuntime.cpp. */
const FIRST_WITH_CLUSTERS = '2.9.3'

/** OpenCL is there in every release; from the first one on that was measured it is modelled. */
export const FIRST_WITH_OPENCL = '2.8.1'

/** What a release can be told of a session, and of the processor where that matters. */
export function settingsOf(version: string): readonly Setting[] {
  const has = (first: string) => compareVersions(version, first) >= 0
  return [
    ...(has(FIRST_WITH_OPENCL) ? [BACKEND] : []),
    MEMORY,
    PRECISION,
    ...(has(FIRST_WITH_OPENCL) ? [GPU, GPU_MEMORY, GPU_HALF, CREATED_FOR] : []),
    ...(has(FIRST_WITH_LEVEL) ? [WINOGRAD_LEVEL] : []),
    ...(has(FIRST_WITH_CLUSTERS) ? [CLUSTERS] : []),
    // Layers of integers run in every build; the option for low memory adds those that read coded weights.
    INTEGER_KERNEL,
  ]
}
