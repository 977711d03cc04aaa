// SPDX-License-Identifier: Apache-2.0
export interface LayoutNode {
  readonly id: string
  readonly width: number
  readonly height: number
}

export interface LayoutEdge {
  readonly id: string
  readonly from: string
  readonly to: string
}

export interface LayoutInput {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
  /** To be seen as a whole: one that is too tall for that goes on in further columns. */
  readonly inColumns?: boolean
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface GraphLayout {
  /** Top left corner of each node. */
  readonly positions: ReadonlyMap<string, Point>
  /** Bends of each edge from source to target. */
  readonly routes: ReadonlyMap<string, readonly Point[]>
  readonly width: number
  readonly height: number
}
