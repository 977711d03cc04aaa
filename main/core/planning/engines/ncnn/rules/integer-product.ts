// SPDX-License-Identifier: Apache-2.0
import type { Allocator, Block, RunMemory } from '../memory/allocator'
import type { NetExecutor, Originals } from './executor'
import type { LayerSettings } from './layer'

/** A product of one vector with a matrix of 8-bit integers. */
export interface IntegerProductLayer {
  readonly inputs: number
  readonly outputs: number
  readonly hasBias: boolean
}

/**
 * InnerProduct in 8-bit integers: the input is quantised in the workspace, the output is float32.
 * 20260526:x86/innerproduct_x86.cpp, arm/innerproduct_arm.cpp, create_pipeline_int8 and forward_int8; up to 20220420 sums are
 * Mats of their own, and what they are scaled by is made in every run.
 */
export class IntegerProductExecutor implements NetExecutor {
  readonly type = 'InnerProduct'
  readonly className = 'InnerProduct_int8'

  constructor(
    readonly layer: IntegerProductLayer,
    readonly originals: Originals,
    readonly settings: LayerSettings,
  ) {}

  read(heap: Allocator): () => void {
    const { inputs, outputs, hasBias } = this.layer
    const { mats, packing, lightMode } = this.settings
    const weights = heap.take(mats.m1(inputs * outputs, 1))
    if (hasBias) heap.take(mats.m1(outputs))
    // Scales of the outputs, and that of the input.
    heap.take(mats.m1(outputs))
    heap.take(mats.m1(1))
    return () => {
      const pack = packing && outputs % 8 === 0 ? 8 : 1
      heap.take(mats.m2(inputs, outputs / pack, pack))
      if (this.originals === 'kept') return
      heap.take(mats.m1(outputs))
      if (lightMode) heap.give(weights)
    }
  }

  run({ workspace, blobs, heap }: RunMemory): readonly Block[] {
    const { inputs, outputs } = this.layer
    const { mats } = this.settings
    const quantised = workspace.take(mats.m1(inputs, 1), 'part.quantisedInput')
    const output = blobs.take(mats.m1(outputs))
    if (this.originals === 'kept') {
      const sums = workspace.take(mats.m1(outputs), 'part.integerSums')
      heap.give(heap.take(mats.m1(outputs)))
      workspace.give(sums)
    }
    workspace.give(quantised)
    return [output]
  }
}
