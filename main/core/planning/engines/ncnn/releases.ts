// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { NcnnEngine, Processor, Processors } from './engine'
import {
  RULES_2023_05,
  RULES_2023_10,
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
import { selectPairsX86 } from './rules/pairs/x86'
import { selectArm64 } from './rules/tiled/arm64'
import { selectArm64Half, selectArm64HalfStored } from './rules/tiled/arm64-half'
import { selectTiledX86 } from './rules/tiled/x86'
import {
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
const ARM64_FLOAT: Processor = {
  vector: 8,
  packs: [4],
  elementBytes: 4,
  plainDepthwise: [3, 5],
  select: selectArm64,
}
const ARM64: Cores = {
  arm64: { float: ARM64_FLOAT },
  'arm64-fp16': {
    float: ARM64_FLOAT,
    half: { ...ARM64_FLOAT, packs: [8, 4], elementBytes: 2, copiesBias: true, select: selectArm64Half },
    halfStored: { ...ARM64_FLOAT, elementBytes: 2, select: selectArm64HalfStored },
  },
}

const BEFORE_AVX512 = ['sse', 'avx2'] as const
const FIRST = x86(BEFORE_AVX512, (layer, settings) => selectFirstX86(layer, settings, true))
const FIRST_UNCOPIED = x86(BEFORE_AVX512, (layer, settings) => selectFirstX86(layer, settings, false))
const FIRST_PAIRS = x86(BEFORE_AVX512, selectFirstPairsX86)
const FIRST_PAIRS_AVX512 = x86(ALL_X86, selectFirstPairsX86)
const PAIRS = x86(ALL_X86, selectPairsX86)
const LAYERED = x86(ALL_X86, (layer, settings) => selectTiledX86(layer, settings, { gemm: 'layer', nStep: 'four' }))
const FUSED = x86(ALL_X86, (layer, settings) => selectTiledX86(layer, settings, { gemm: 'fused', nStep: 'four' }))
const FUSED_WIDE = x86(
  ALL_X86,
  (layer, settings) => selectTiledX86(layer, settings, { gemm: 'fused', nStep: 'wide' }),
  true,
)

const PLAIN_DECONVOLUTIONS: DeconvolutionRules = { way: 'plain', tiles: 'withOutput', direct: 'packs', nStep: 4 }
const PACKED_DECONVOLUTIONS: DeconvolutionRules = { ...PLAIN_DECONVOLUTIONS, way: 'packed' }
const PRODUCT_DECONVOLUTIONS: DeconvolutionRules = { ...PLAIN_DECONVOLUTIONS, way: 'gemm' }
const DECONVOLUTIONS_2023_05: DeconvolutionRules = { ...PRODUCT_DECONVOLUTIONS, tiles: 'workspace' }
const DECONVOLUTIONS_2026_01: DeconvolutionRules = { ...DECONVOLUTIONS_2023_05, nStep: 16 }

const SETTINGS_2021 = [LIGHT_MODE, WINOGRAD, PACKING, LOCAL_POOLS]
const UNITS_2022 = [WINOGRAD_63, WINOGRAD_43, WINOGRAD_23]
const SETTINGS_2022_02 = [LIGHT_MODE, WINOGRAD, SGEMM, PACKING, LOCAL_POOLS]
const SETTINGS_2022 = [LIGHT_MODE, WINOGRAD, ...UNITS_2022, SGEMM, PACKING, FP16_STORAGE, LOCAL_POOLS]
const SETTINGS_2023 = [...SETTINGS_2022, SHAPE_HINTS, L2_KIB, CORES]
const SETTINGS_ARM_HALF = [...SETTINGS_2023, FP16_ARITHMETIC]

const RELEASE_20210720: NcnnEngine = {
  version: '20210720',
  processors: FIRST,
  flatRounding: 4,
  originals: 'kept',
  deconvolutions: PLAIN_DECONVOLUTIONS,
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
  copiesResults: true,
  rules: RULES_FIRST_2021_11,
}
const RELEASE_20211208: NcnnEngine = {
  ...RELEASE_20211122,
  version: '20211208',
  processors: FIRST_UNCOPIED,
  rules: RULES_FIRST_2021_12,
}
const RELEASE_20220216: NcnnEngine = {
  ...RELEASE_20211208,
  version: '20220216',
  processors: FIRST_PAIRS,
  settings: SETTINGS_2022_02,
  rules: RULES_FIRST_PAIRS,
}
const RELEASE_20220420: NcnnEngine = {
  ...RELEASE_20220216,
  version: '20220420',
  processors: FIRST_PAIRS_AVX512,
  deconvolutions: PACKED_DECONVOLUTIONS,
  rules: RULES_FIRST_PAIRS_2022_04,
}
const RELEASE_20220701: NcnnEngine = {
  ...RELEASE_20220420,
  version: '20220701',
  processors: PAIRS,
  originals: 'givenBack',
  halvesProducts: ['avx2', 'avx512'],
  settings: SETTINGS_2022,
  rules: RULES_PAIRS,
}
const RELEASE_20221128: NcnnEngine = {
  ...RELEASE_20220701,
  version: '20221128',
  pools: { workspaceRatio: 0, freeBlocks: 10 },
  featureMask: true,
  rules: RULES_PAIRS_2022_11,
}
const RELEASE_20230223: NcnnEngine = {
  ...RELEASE_20221128,
  version: '20230223',
  processors: LAYERED,
  deconvolutions: PRODUCT_DECONVOLUTIONS,
  settings: SETTINGS_2023,
  rules: RULES_TILED,
}
const RELEASE_20230517: NcnnEngine = {
  ...RELEASE_20230223,
  version: '20230517',
  processors: { ...LAYERED, ...ARM64 },
  deconvolutions: DECONVOLUTIONS_2023_05,
  settings: SETTINGS_ARM_HALF,
  rules: RULES_2023_05,
}
const RELEASE_20231027: NcnnEngine = {
  ...RELEASE_20230517,
  version: '20231027',
  loading: 'oneByOne',
  rules: RULES_2023_10,
}
const RELEASE_20240820: NcnnEngine = {
  ...RELEASE_20231027,
  version: '20240820',
  processors: { ...FUSED, ...ARM64 },
  rules: RULES_FUSED,
}
const RELEASE_20250916: NcnnEngine = {
  ...RELEASE_20240820,
  version: '20250916',
  flatRounding: 16,
  rules: RULES_2025_09,
}
const RELEASE_20260113: NcnnEngine = {
  ...RELEASE_20250916,
  version: '20260113',
  deconvolutions: DECONVOLUTIONS_2026_01,
  rules: RULES_2026_01,
}
const RELEASE_20260526: NcnnEngine = {
  ...RELEASE_20260113,
  version: '20260526',
  processors: { ...FUSED_WIDE, ...ARM64 },
  deconvolutions: { ...DECONVOLUTIONS_2026_01, direct: 'blocks' },
  settings: [...SETTINGS_ARM_HALF, BF16_STORAGE],
  rules: RULES_2026_05,
}

/** Layers and nets of these were measured (test/fixtures/golden/README.md). */
export const MEASURED: readonly string[] = ['20210720', '20220729', '20240410', '20260526']

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
  ...alike(RELEASE_20231027, '20231027', '20240102', '20240410'),
  ...alike(RELEASE_20240820, '20240820', '20241226', '20250428', '20250503'),
  RELEASE_20250916,
  RELEASE_20260113,
  RELEASE_20260526,
]
