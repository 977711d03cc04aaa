// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { NcnnEngine, Processor, Processors } from './engine'
import {
  FORMATS_2021_07,
  FORMATS_2021_12,
  FORMATS_2022_02,
  FORMATS_2022_04,
  FORMATS_2022_07,
  FORMATS_2022_11,
  FORMATS_2023_02,
  FORMATS_2023_05,
  FORMATS_2023_10,
  FORMATS_2024_12,
  FORMATS_2025_09,
  FORMATS_2026_01,
  FORMATS_2026_05,
} from './layer-formats'
import {
  RULES_2023_05,
  RULES_2023_10,
  RULES_2024_04,
  RULES_2024_12,
  RULES_2025_09,
  RULES_2026_01,
  RULES_2026_05,
  RULES_FIRST,
  RULES_FIRST_2021_11,
  RULES_FIRST_2021_12,
  RULES_FIRST_PAIRS,
  RULES_FIRST_PAIRS_2022_04,
  RULES_FUSED,
  RULES_PAIRS,
  RULES_PAIRS_2022_11,
  RULES_TILED,
} from './rule-texts'
import type { DeconvolutionRules } from './rules/deconvolution'
import { selectFirstPairsX86 } from './rules/first/pairs-x86'
import { selectFirstX86 } from './rules/first/x86'
import { selectPairsArm64, selectPairsArm64Stored } from './rules/pairs/arm64'
import {
  BF16_2021,
  BF16_2022_02,
  BF16_2022_07,
  FLOAT_2021,
  FLOAT_2022_02,
  FLOAT_2022_07,
  HALF_2021,
  HALF_2022_02,
  HALF_2022_07,
  type PairKernels,
} from './rules/pairs/arm64-kernels'
import { type PlainArm64, selectFloatArm64 } from './rules/pairs/arm64-plain'
import { selectPairsX86 } from './rules/pairs/x86'
import type { RecurrentRules } from './rules/recurrent'
import { selectArm64 } from './rules/tiled/arm64'
import { selectArm64Bf16 } from './rules/tiled/arm64-bf16'
import { selectArm64Half, selectArm64HalfStored } from './rules/tiled/arm64-half'
import { selectTiledX86, type TiledX86 } from './rules/tiled/x86'
import {
  ARM_BF16_STORAGE,
  ARM_FP16_STORAGE,
  ARM_SGEMM,
  BF16_STORAGE,
  CORES,
  FP16_ARITHMETIC,
  FP16_STORAGE,
  L2_KIB,
  LIGHT_MODE,
  LOCAL_POOLS,
  PACKING,
  SGEMM,
  SHAPE_HINTS,
  WINOGRAD,
  WINOGRAD_23,
  WINOGRAD_43,
  WINOGRAD_63,
} from './settings'

type Select = Processor['select']
type Cores = NcnnEngine['processors']

/** Floats in a vector register and packs. 20260526:net.cpp, convert_layout. */
const X86 = {
  sse: { vector: 4, packs: [4] },
  avx2: { vector: 8, packs: [8, 4] },
  avx512: { vector: 16, packs: [16, 8, 4] },
} as const

function x86(isas: readonly (keyof typeof X86)[], select: Select, bf16 = false): Cores {
  const processors = (isa: keyof typeof X86): Processors => {
    const float: Processor = { ...X86[isa], elementBytes: 4, plainDepthwise: [3], select }
    return bf16 ? { float, bf16: { ...float, elementBytes: 2 } } : { float }
  }
  return Object.fromEntries(isas.map((isa): [InstructionSet, Processors] => [isa, processors(isa)]))
}

const ALL_X86 = ['sse', 'avx2', 'avx512'] as const
/** Of ARM64's processors: what each element type selects by. `half`: with fp16 arithmetic; `stored`: without. */
interface ArmRules {
  readonly float: Select
  readonly bf16: Select
  readonly half: Select
  readonly stored: Select
  /** fp16 storage keeps biases of 16 bits too, whatever the arithmetic: up to 20211208. */
  readonly storedBias?: true
}

const ARM64_FLOAT = { vector: 8, packs: [4], elementBytes: 4, plainDepthwise: [3, 5] } as const

function arm64({ float, bf16, half, stored, storedBias }: ArmRules): Cores {
  const plain: Processors = {
    float: { ...ARM64_FLOAT, select: float },
    bf16: { ...ARM64_FLOAT, elementBytes: 2, select: bf16 },
  }
  return {
    arm64: plain,
    'arm64-fp16': {
      ...plain,
      half: { ...ARM64_FLOAT, packs: [8, 4], elementBytes: 2, half: true, copiesBias: true, select: half },
      halfStored: {
        ...ARM64_FLOAT,
        elementBytes: 2,
        half: true,
        ...(storedBias && { copiesBias: true }),
        select: stored,
      },
    },
  }
}

interface ArmPairs {
  readonly float: PairKernels
  readonly bf16: PairKernels
  readonly half: PairKernels
}

function armPairs({ float, bf16, half }: ArmPairs, plain: PlainArm64): ArmRules {
  return {
    float: (layer, settings) => selectFloatArm64(layer, settings, float, plain),
    bf16: (layer, settings) => selectPairsArm64(layer, settings, bf16),
    half: (layer, settings) => selectPairsArm64(layer, settings, half),
    stored: selectPairsArm64Stored,
  }
}

const ARM_2021: ArmPairs = { float: FLOAT_2021, bf16: BF16_2021, half: HALF_2021 }
const ARM_2022_02: ArmPairs = { float: FLOAT_2022_02, bf16: BF16_2022_02, half: HALF_2022_02 }
const ARM_2022_07: ArmPairs = { float: FLOAT_2022_07, bf16: BF16_2022_07, half: HALF_2022_07 }

const ARM64_COPIED = arm64({
  ...armPairs(cutCopies(ARM_2021), { others: 'none', keepsOriginal: true }),
  storedBias: true,
})
const ARM64_2021 = arm64({ ...armPairs(ARM_2021, { others: 'none', keepsOriginal: true }), storedBias: true })
const ARM64_2022_02 = arm64(armPairs(ARM_2022_02, { others: 'oneSide', keepsOriginal: true }))
const ARM64_2022_07 = arm64(armPairs(ARM_2022_07, { others: 'fewOutputs', keepsOriginal: false }))
const ARM64_2022_11 = arm64(armPairs(ARM_2022_07, { others: 'fewOutputs', keepsOriginal: true }))
const ARM64 = arm64({
  float: selectArm64,
  bf16: selectArm64Bf16,
  half: selectArm64Half,
  stored: selectArm64HalfStored,
})

/** With the copy that imageWinograd's last cut makes. */
function cutCopies({ float, bf16, half }: ArmPairs): ArmPairs {
  return {
    float: { ...float, cutCopies: true },
    bf16: { ...bf16, cutCopies: true },
    half: { ...half, cutCopies: true },
  }
}

const BEFORE_AVX512 = ['sse', 'avx2'] as const
const FIRST = x86(BEFORE_AVX512, (layer, settings) => selectFirstX86(layer, settings, true))
const FIRST_UNCOPIED = x86(BEFORE_AVX512, (layer, settings) => selectFirstX86(layer, settings, false))
const FIRST_PAIRS = x86(BEFORE_AVX512, selectFirstPairsX86)
const FIRST_PAIRS_AVX512 = x86(ALL_X86, selectFirstPairsX86)
const PAIRS = x86(ALL_X86, selectPairsX86)
const LAYERED_RULES: TiledX86 = { gemm: 'layer', nStep: 'four', scratch: 'workspace' }
const LAYERED_2023_02: TiledX86 = { ...LAYERED_RULES, scratch: 'blobs', packsAgain: true }
const FUSED_RULES: TiledX86 = { ...LAYERED_RULES, gemm: 'fused' }
const FIRST_LAYERED = x86(ALL_X86, (layer, settings) => selectTiledX86(layer, settings, LAYERED_2023_02))
const LAYERED = x86(ALL_X86, (layer, settings) => selectTiledX86(layer, settings, LAYERED_RULES))
const FUSED = x86(ALL_X86, (layer, settings) => selectTiledX86(layer, settings, FUSED_RULES))
const FUSED_WIDE = x86(
  ALL_X86,
  (layer, settings) => selectTiledX86(layer, settings, { ...FUSED_RULES, nStep: 'wide' }),
  true,
)

const PLAIN_DECONVOLUTIONS: DeconvolutionRules = { way: 'plain', tiles: 'withOutput', direct: 'packs', nStep: 4 }
const PACKED_DECONVOLUTIONS: DeconvolutionRules = { ...PLAIN_DECONVOLUTIONS, way: 'packed' }
const PRODUCT_DECONVOLUTIONS: DeconvolutionRules = { ...PLAIN_DECONVOLUTIONS, way: 'gemm' }
const DECONVOLUTIONS_2023_05: DeconvolutionRules = { ...PRODUCT_DECONVOLUTIONS, tiles: 'workspace' }
/** On x86 up to 20240102. 20240102:x86/deconvolutiondepthwise_x86.cpp, create_pipeline. */
function keepingDepthwise(rules: DeconvolutionRules): DeconvolutionRules {
  return { ...rules, keepsDepthwise: true }
}
const DECONVOLUTIONS_2026_01: DeconvolutionRules = { ...DECONVOLUTIONS_2023_05, nStep: 16 }

const RECURRENT_2021_07: RecurrentRules = {
  packsLstm: false,
  originals: { lstm: 'kept', gru: 'kept', rnn: 'kept' },
  statesByDirection: false,
}
const RECURRENT_2021_11: RecurrentRules = { ...RECURRENT_2021_07, statesByDirection: true }
const RECURRENT_2022_11: RecurrentRules = {
  ...RECURRENT_2021_11,
  packsLstm: true,
  originals: { lstm: 'givenBack', gru: 'kept', rnn: 'kept' },
}
const RECURRENT_2024_04: RecurrentRules = {
  ...RECURRENT_2022_11,
  originals: { lstm: 'givenBack', gru: 'givenBack', rnn: 'givenBack' },
}

const ARM_HALF = [ARM_FP16_STORAGE, FP16_ARITHMETIC, ARM_BF16_STORAGE]

const SETTINGS_2021 = [LIGHT_MODE, WINOGRAD, ARM_SGEMM, PACKING, ...ARM_HALF, LOCAL_POOLS]
const UNITS_2022 = [WINOGRAD_63, WINOGRAD_43, WINOGRAD_23]
const SETTINGS_2022_02 = [LIGHT_MODE, WINOGRAD, SGEMM, PACKING, ...ARM_HALF, LOCAL_POOLS]
const HALF_2022 = [FP16_STORAGE, FP16_ARITHMETIC]
const SETTINGS_2022 = [LIGHT_MODE, WINOGRAD, ...UNITS_2022, SGEMM, PACKING, ...HALF_2022, ARM_BF16_STORAGE, LOCAL_POOLS]
const SETTINGS_2023 = [...SETTINGS_2022, SHAPE_HINTS, L2_KIB, CORES]

const RELEASE_20210720: NcnnEngine = {
  version: '20210720',
  processors: { ...FIRST, ...ARM64_COPIED },
  flatRounding: 4,
  originals: 'kept',
  formats: FORMATS_2021_07,
  recurrent: RECURRENT_2021_07,
  deconvolutions: { x86: PLAIN_DECONVOLUTIONS, arm64: PACKED_DECONVOLUTIONS },
  loading: 'together',
  pools: { workspaceRatio: 0.5, freeBlocks: null },
  halvesProducts: [],
  copiesResults: false,
  featureMask: false,
  settings: SETTINGS_2021,
  rules: RULES_FIRST,
}
const RELEASE_20211122: NcnnEngine = {
  ...RELEASE_20210720,
  version: '20211122',
  recurrent: RECURRENT_2021_11,
  copiesResults: true,
  rules: RULES_FIRST_2021_11,
}
const RELEASE_20211208: NcnnEngine = {
  ...RELEASE_20211122,
  version: '20211208',
  formats: FORMATS_2021_12,
  processors: { ...FIRST_UNCOPIED, ...ARM64_2021 },
  rules: RULES_FIRST_2021_12,
}
const RELEASE_20220216: NcnnEngine = {
  ...RELEASE_20211208,
  version: '20220216',
  formats: FORMATS_2022_02,
  processors: { ...FIRST_PAIRS, ...ARM64_2022_02 },
  settings: SETTINGS_2022_02,
  rules: RULES_FIRST_PAIRS,
}
const RELEASE_20220420: NcnnEngine = {
  ...RELEASE_20220216,
  version: '20220420',
  formats: FORMATS_2022_04,
  processors: { ...FIRST_PAIRS_AVX512, ...ARM64_2022_02 },
  deconvolutions: { x86: keepingDepthwise(PACKED_DECONVOLUTIONS), arm64: PACKED_DECONVOLUTIONS },
  rules: RULES_FIRST_PAIRS_2022_04,
}
const RELEASE_20220701: NcnnEngine = {
  ...RELEASE_20220420,
  version: '20220701',
  formats: FORMATS_2022_07,
  processors: { ...PAIRS, ...ARM64_2022_07 },
  originals: 'givenBack',
  halvesProducts: ['avx2', 'avx512'],
  settings: SETTINGS_2022,
  rules: RULES_PAIRS,
}
const RELEASE_20221128: NcnnEngine = {
  ...RELEASE_20220701,
  version: '20221128',
  recurrent: RECURRENT_2022_11,
  formats: FORMATS_2022_11,
  processors: { ...PAIRS, ...ARM64_2022_11 },
  pools: { workspaceRatio: 0, freeBlocks: 10 },
  featureMask: true,
  rules: RULES_PAIRS_2022_11,
}
const RELEASE_20230223: NcnnEngine = {
  ...RELEASE_20221128,
  version: '20230223',
  formats: FORMATS_2023_02,
  processors: { ...FIRST_LAYERED, ...ARM64_2022_11 },
  deconvolutions: { x86: keepingDepthwise(PRODUCT_DECONVOLUTIONS), arm64: PACKED_DECONVOLUTIONS },
  settings: SETTINGS_2023,
  rules: RULES_TILED,
}
const RELEASE_20230517: NcnnEngine = {
  ...RELEASE_20230223,
  version: '20230517',
  formats: FORMATS_2023_05,
  processors: { ...LAYERED, ...ARM64 },
  deconvolutions: { x86: keepingDepthwise(DECONVOLUTIONS_2023_05), arm64: DECONVOLUTIONS_2023_05 },
  rules: RULES_2023_05,
}
const RELEASE_20231027: NcnnEngine = {
  ...RELEASE_20230517,
  version: '20231027',
  formats: FORMATS_2023_10,
  loading: 'oneByOne',
  rules: RULES_2023_10,
}
const RELEASE_20240410: NcnnEngine = {
  ...RELEASE_20231027,
  version: '20240410',
  recurrent: RECURRENT_2024_04,
  deconvolutions: { x86: DECONVOLUTIONS_2023_05, arm64: DECONVOLUTIONS_2023_05 },
  rules: RULES_2024_04,
}
const RELEASE_20240820: NcnnEngine = {
  ...RELEASE_20240410,
  version: '20240820',
  processors: { ...FUSED, ...ARM64 },
  rules: RULES_FUSED,
}
const RELEASE_20241226: NcnnEngine = {
  ...RELEASE_20240820,
  version: '20241226',
  formats: FORMATS_2024_12,
  rules: RULES_2024_12,
}
const RELEASE_20250916: NcnnEngine = {
  ...RELEASE_20241226,
  version: '20250916',
  formats: FORMATS_2025_09,
  flatRounding: 16,
  rules: RULES_2025_09,
}
const RELEASE_20260113: NcnnEngine = {
  ...RELEASE_20250916,
  version: '20260113',
  formats: FORMATS_2026_01,
  deconvolutions: { x86: DECONVOLUTIONS_2026_01, arm64: DECONVOLUTIONS_2023_05 },
  rules: RULES_2026_01,
}
const RELEASE_20260526: NcnnEngine = {
  ...RELEASE_20260113,
  version: '20260526',
  formats: FORMATS_2026_05,
  processors: { ...FUSED_WIDE, ...ARM64 },
  deconvolutions: { x86: { ...DECONVOLUTIONS_2026_01, direct: 'blocks' }, arm64: DECONVOLUTIONS_2023_05 },
  settings: SETTINGS_2023.map((setting) => (setting === ARM_BF16_STORAGE ? BF16_STORAGE : setting)),
  rules: RULES_2026_05,
}

/** In float32, bfloat16 and half precision. */
const ARM_FORMATS = ['arm64', 'arm64 bf16', 'arm64-fp16 half']

/** Builds of which layers and nets were measured, by release (test/fixtures/golden/README.md). */
export const MEASURED: ReadonlyMap<string, readonly string[]> = new Map([
  ['20210720', ['avx2']],
  ['20211122', ['avx2']],
  ['20211208', ARM_FORMATS],
  ['20220216', ['sse']],
  ['20220420', ['avx512']],
  ['20220729', ['avx2']],
  ['20221128', ARM_FORMATS],
  ['20230223', ['avx2']],
  ['20230517', ['avx2']],
  ['20240410', ['avx2']],
  ['20241226', ['avx512']],
  ['20260113', ARM_FORMATS],
  ['20260526', ['avx2', 'avx512', 'avx512 bf16', 'arm64']],
])

function alike(engine: NcnnEngine, ...versions: readonly string[]): readonly NcnnEngine[] {
  return versions.map((version) => ({ ...engine, version }))
}

/** Tags of ncnn, oldest first; those that have the rules of another one are that one under their own name. */
export const RELEASES: readonly NcnnEngine[] = [
  RELEASE_20210720,
  RELEASE_20211122,
  RELEASE_20211208,
  RELEASE_20220216,
  RELEASE_20220420,
  ...alike(RELEASE_20220701, '20220701', '20220721', '20220729'),
  RELEASE_20221128,
  RELEASE_20230223,
  ...alike(RELEASE_20230517, '20230517', '20230816'),
  ...alike(RELEASE_20231027, '20231027', '20240102'),
  RELEASE_20240410,
  RELEASE_20240820,
  ...alike(RELEASE_20241226, '20241226', '20250428', '20250503'),
  RELEASE_20250916,
  RELEASE_20260113,
  RELEASE_20260526,
]
