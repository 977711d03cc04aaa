// SPDX-License-Identifier: Apache-2.0
import { f32 } from '../../arithmetic'

/** Floating-point operations that take as long as moving one element. */
const ROOFLINE = 20

/** Whether the threads share out tiles (outer) or the work inside each tile (inner), and its cost. */
export interface ParallelChoice {
  readonly inner: boolean
  readonly cost: number
}

/**
 * Sum over stages of the dearer of computing and moving, for both ways of sharing work, in single
 * precision. 2.8.1: compute/DenseConvolutionTiledExecutor.cpp, ConvolutionPackFreeWinograd.cpp.
 */
export class ParallelCost {
  #outer = 0
  #inner = 0

  outer(operations: number, elementsMoved: number): void {
    this.#outer = f32(this.#outer + stage(operations, elementsMoved))
  }

  inner(operations: number, elementsMoved: number): void {
    this.#inner = f32(this.#inner + stage(operations, elementsMoved))
  }

  choose(): ParallelChoice {
    const inner = this.#outer > this.#inner
    return { inner, cost: inner ? this.#inner : this.#outer }
  }
}

function stage(operations: number, elementsMoved: number): number {
  return Math.max(f32(ROOFLINE * f32(elementsMoved)), f32(operations))
}
