import type { Algorithm } from '#contract/algorithms'
import type { Category } from '#contract/categories'
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import { sizeText } from '../figures'

/** Names and figures as they appear in sentences. */

const ALGORITHM_NAMES: Readonly<Record<Algorithm, string>> = {
  tiled: '分块',
  winograd: 'Winograd',
  'strassen-1x1': 'Strassen 1×1',
  'gemm-1x1': 'GEMM 1×1',
  depthwise: '逐通道卷积',
  'depthwise-3x3': '逐通道 3×3',
  grouped: '分组卷积',
  streamed: '流式 GEMM',
}

export const ISA_NAMES: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64 NEON',
  'arm64-fp16': 'ARM64 半精度',
  arm32: 'ARM32 NEON',
}

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  packedWeights: '打包权重',
  workspace: '工作区',
  activations: '激活',
  modelBuffer: '模型缓冲区',
  other: '其他内存',
}

/** "Winograd 单元 6". */
export function choiceName({ algorithm, unit, inner }: Choice): string {
  if (inner !== null) return `${ALGORITHM_NAMES[algorithm]}（${choiceName({ ...inner, inner: null })}）`
  return unit === null ? ALGORITHM_NAMES[algorithm] : `${ALGORITHM_NAMES[algorithm]} 单元 ${unit}`
}

/** A name within a sentence: Latin script stands apart from Chinese. */
export function spaced(name: string): string {
  return `${/^[\w]/.test(name) ? ' ' : ''}${name}${/[\w]$/.test(name) ? ' ' : ''}`
}

/** Binary units, at most one decimal, without sign. */
export function size(bytes: number): string {
  return sizeText(bytes, '字节')
}

export function signedSize(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${size(bytes)}`
}
