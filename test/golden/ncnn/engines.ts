// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { NcnnEngine, Processor } from '#core/planning/engines/ncnn/engine'
import { matsOf } from '#core/planning/engines/ncnn/mats'
import { RELEASES } from '#core/planning/engines/ncnn/releases'
import type { LayerSettings } from '#core/planning/engines/ncnn/rules/layer'
import { UNITS } from '#core/planning/engines/ncnn/rules/layer'

/** What every row of ncnn says it was measured under. */
export interface MeasuredOptions {
  readonly e: string
  readonly b: string
  /** Bytes of level-2 cache, and physical cores, that the engine was told. */
  readonly l2: number
  readonly pc: number
  readonly t: number
  /** Bits: 1 F(2,3), 2 F(4,3), 4 F(6,3); 0: Winograd off. */
  readonly wg: number
  readonly sg: 0 | 1
  readonly pk: 0 | 1
  /** bfloat16 storage. Absent: 0. */
  readonly bf?: 0 | 1
  /** Half precision: 1 storage, 2 arithmetic too. Absent: 0. */
  readonly hf?: 0 | 1 | 2
}

const ISAS: Readonly<Partial<Record<string, InstructionSet>>> = {
  ...{ sse2: 'sse', avx2: 'avx2', avx512: 'avx512', arm64: 'arm64' },
}
const UNIT_BITS = { 2: 1, 4: 2, 6: 4 } as const

interface MeasuredEngine {
  readonly engine: NcnnEngine
  readonly processor: Processor
  readonly settings: LayerSettings
}

/** null where no release models it. In light mode and without shape hints, which a row may say otherwise. */
export function measuredEngine({
  e,
  b,
  l2,
  pc,
  t,
  wg,
  sg,
  pk,
  bf = 0,
  hf = 0,
}: MeasuredOptions): MeasuredEngine | null {
  const isa = hf > 0 && b === 'arm64' ? 'arm64-fp16' : ISAS[b]
  const engine = RELEASES.find(({ version }) => version === e)
  const processors = isa && engine?.processors[isa]
  const half = { 0: processors?.float, 1: processors?.halfStored, 2: processors?.half }[hf]
  const processor = hf === 0 && bf === 1 ? processors?.bf16 : half
  if (isa === undefined || engine === undefined || processor === undefined) return null
  const { vector, packs, elementBytes } = processor
  return {
    engine,
    processor,
    settings: {
      isa,
      mats: matsOf(engine.flatRounding),
      vector,
      packs,
      floatPacks: processors?.float.packs ?? packs,
      elementBytes,
      productBytes: 4,
      half: processor.half === true,
      copiesBias: processor.copiesBias === true,
      threads: t,
      cores: pc,
      l2Bytes: l2,
      lightMode: true,
      packing: pk === 1,
      sgemm: sg === 1,
      winograd: wg !== 0,
      units: UNITS.filter((unit) => (wg & UNIT_BITS[unit]) !== 0),
      shapeHints: false,
    },
  }
}
