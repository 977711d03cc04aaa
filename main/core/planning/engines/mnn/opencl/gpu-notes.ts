// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import { MEASURED_ON_GPU } from '../releases/measured'
import { UNRELEASED } from '../releases/tags'
import type { Gpu } from './gpu'
import type { GpuRules } from './gpu-rules'
import type { GpuMemory } from './sizing'

/** What a session has asked for, and when. */
interface Asked {
  readonly memory: GpuMemory
  readonly hostBytes: number
  readonly loadingBytes: number
  readonly loadedBytes: number
  /** Layers that run on the CPU. */
  readonly onCpu: number
  /** A layer of integers tries two ways where kernels are tuned. */
  readonly triesBoth: boolean
}

/** What the figures of a GPU are, and what they leave out. `isResized`: it was created for other sizes. */
export function gpuNotes(
  version: string,
  rules: GpuRules,
  gpu: Gpu,
  { memory, hostBytes, loadingBytes, loadedBytes, onCpu, triesBoth }: Asked,
  isResized: boolean,
): Message[] {
  const counted = rules.countsAllPools
    ? memory.heldBytes - memory.ownBytes + memory.dynamicBytes
    : memory.staticBufferBytes
  const { strandedBytes } = memory
  const uncounted = memory.heldBytes + memory.dynamicBytes + strandedBytes + hostBytes - counted
  return [
    { id: 'note.gpuAsked', storage: gpu.storage, elementBytes: gpu.elementBytes },
    onCpu === 0
      ? { id: 'note.gpuSessionInfo', counted, uncounted, allPools: rules.countsAllPools }
      : { id: 'note.gpuOnCpu', layers: onCpu },
    ...(loadingBytes > loadedBytes ? [{ id: 'note.gpuPeak', peak: loadingBytes, loaded: loadedBytes } as const] : []),
    ...(hostBytes > 0 ? [{ id: 'note.gpuTransfer', bytes: hostBytes } as const] : []),
    ...(isResized ? [{ id: 'note.gpuResized' } as const] : []),
    ...(strandedBytes > 0 ? [{ id: 'note.gpuStranded', bytes: strandedBytes } as const] : []),
    ...(triesBoth ? [{ id: 'note.gpuTuned' } as const] : []),
    ...(MEASURED_ON_GPU.includes(version)
      ? []
      : [{ id: 'note.gpuUnmeasured', version, measured: MEASURED_ON_GPU.filter(isTagged) } as const]),
    { id: 'note.gpuProcessor' },
  ]
}

const isTagged = (version: string) => version !== UNRELEASED
