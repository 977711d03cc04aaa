// SPDX-License-Identifier: Apache-2.0
import { kernelEdge } from '../../lib/layers/lookups'
import { useApp } from '../../store'

/** The edge k of F(m, k) of a node of the open model; null without one. */
export function useKernelEdge(node: number | null): number | null {
  return useApp((state) => (state.model === null || node === null ? null : kernelEdge(state.model, node)))
}
