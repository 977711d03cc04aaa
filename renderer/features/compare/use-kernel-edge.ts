import { kernelEdge } from '../../lib/model-lookups'
import { useApp } from '../../store'

/** The edge k of F(m, k) of a node of the open model. */
export function useKernelEdge(node: number): number | null {
  return useApp((state) => (state.model === null ? null : kernelEdge(state.model, node)))
}
