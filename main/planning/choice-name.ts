import type { Algorithm, Decision } from '#contract/plan'

/** Algorithms as sentences name them. */
const ALGORITHM_NAMES: Readonly<Record<Algorithm, string>> = {
  tiled: 'tiled',
  winograd: 'Winograd',
  'strassen-1x1': 'Strassen 1×1',
  'gemm-1x1': 'GEMM 1×1',
  depthwise: 'depthwise',
  'depthwise-3x3': 'depthwise 3×3',
  grouped: 'grouped',
  streamed: 'streamed GEMM',
}

type Choice = Pick<Decision, 'algorithm' | 'unit'>

/** "Winograd unit 6", "tiled", "grouped (tiled)". */
export function choiceName({ algorithm, unit, inner }: Choice & Pick<Decision, 'inner'>): string {
  if (inner !== null) return `${ALGORITHM_NAMES[algorithm]} (${choiceName({ ...inner, inner: null })})`
  return unit === null ? ALGORITHM_NAMES[algorithm] : `${ALGORITHM_NAMES[algorithm]} unit ${unit}`
}
