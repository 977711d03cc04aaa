import type { EngineRules } from '#contract/comparison'

/** The rules of Convscope's own engine in words; the policy itself is convscope-policy.ts. */
export const CONVSCOPE_RULES: EngineRules = {
  memoryMode:
    'Low takes the kernels with which the whole model holds least, normal the fastest within a limit on packed weights, high the fastest.',
  winograd:
    'A layer runs with Winograd where its kernel takes the shape and the memory mode’s rule prefers it to tiling.',
  winogradUnit: 'Units compete like kernels of their own: by memory or time, as the memory mode says.',
  pointwise: 'A 1×1 layer may run as one matrix multiplication; there is no Strassen.',
  depthwise: 'All depthwise layers share one kernel.',
  packing: 'Channels are stored in blocks of 4 (SSE, ARM), 8 (AVX2) or 16 (AVX-512).',
  pool: 'Activations lie in one arena that is planned ahead; layers share one workspace, as large as the neediest layer’s.',
}
