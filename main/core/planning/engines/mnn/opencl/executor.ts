// SPDX-License-Identifier: Apache-2.0
import type { AnyExecutor } from '#core/planning/selection/option'
import type { ExecutorSize } from '#core/planning/selection/rules'
import type { PartId } from '#messages/message'
import type { Lanes } from './sizes'

/** Whom a piece belongs to: the runtime’s pools, the session’s own ones, or none. */
export type Place = 'static' | 'dynamic' | 'own'

/** One buffer or image that an executor asks for. */
export interface Piece {
  readonly part: PartId
  readonly place: Place
  readonly bytes: number
  /** Of a workspace: it is not given back before the session is sized anew. */
  readonly kept?: true
  /** Absent: it is a buffer. */
  readonly image?: { readonly width: number; readonly height: number }
}

/** How an executor that computes by subgroups wants its input. */
export interface LanesWanted {
  /** In packs of sixteen, with so many pixels before and behind every row. null: it asks for nothing. */
  readonly beside: { readonly left: number; readonly right: number } | null
  /** What it takes beside its own workspace where the input lies as `input`. */
  copyOf(input: Lanes): readonly Piece[]
}

/** How a product is encoded over the buffers of its workspace, which it then refers to until it is encoded again. */
export interface Encoding {
  /** How many pieces of the workspace come first: the last encoding is let go once they are taken. */
  readonly operands: number
  /** The operands are given back before what follows is taken. */
  readonly givesBackFirst: boolean
}

/** What OpenCL’s backend runs for one layer: a value that says what it would ask for. */
export interface GpuExecutor extends AnyExecutor {
  /** Taken for the session’s life, in this order. */
  readonly held: readonly Piece[]
  /** Taken while it is created, one at a time, and given back at once. */
  readonly staging: readonly Piece[]
  /** Taken together when it is sized, in this order, and given back at once. */
  readonly workspace: readonly Piece[]
  /** Present where it is one product of matrices. */
  readonly encoding?: Encoding
  /** Which of two ways it computes is tried out where kernels are tuned: the workspace is that of both. */
  readonly triesBoth?: true
  /** Present where it computes by subgroups. */
  readonly lanes?: LanesWanted
}

/** What an executor takes when it is alone. */
export function measureAlone({ held, workspace }: GpuExecutor): ExecutorSize {
  const sections = new Map<PartId, number>()
  for (const { part, bytes } of workspace) sections.set(part, (sections.get(part) ?? 0) + bytes)
  return {
    packedWeightBytes: bytesOf(held),
    workspaceBytes: bytesOf(workspace),
    workspace: [...sections].map(([id, bytes]) => ({ name: { id }, bytes })),
  }
}

export function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0)
}
