// SPDX-License-Identifier: Apache-2.0
import { type Words, words } from '#core/model/words'
import type { LayerSettings } from './rules/layer'

/** Of one family of processors, by the types that layers have in a .param file. */
interface TypeFormats {
  /** They take packed channels; others have them unpacked. */
  readonly packed: ReadonlySet<string>
  /** They take channels packed as they come. */
  readonly asPacked: ReadonlySet<string>
  /** They take bfloat16, and half precision; others have float32 made of it. */
  readonly bf16: ReadonlySet<string>
  readonly fp16: ReadonlySet<string>
}

/** What layers of a release take, and so what is converted before them. 20260526:net.cpp, convert_layout. */
export interface LayerFormats {
  readonly x86: TypeFormats
  readonly arm64: TypeFormats
  /** float32 is made of 16 bits before channels are packed another way, not behind. */
  readonly castsFirst: boolean
}

/** How one layer takes blobs, and makes them. */
export interface LayerFormat {
  /** What channels may lie together, largest first; empty: they do not. */
  readonly packs: readonly number[]
  readonly asPacked: boolean
  /** Of an element. */
  readonly bytes: 2 | 4
}

export function formatOf(
  type: string,
  formats: LayerFormats,
  { isa, packing, elementBytes, half, packs, floatPacks }: LayerSettings,
): LayerFormat {
  const { packed, asPacked, bf16, fp16 } = isa.startsWith('arm') ? formats.arm64 : formats.x86
  const bytes = elementBytes === 2 && (half ? fp16 : bf16).has(type) ? 2 : 4
  return {
    packs: !packing || !packed.has(type) ? [] : bytes === 2 ? packs : floatPacks,
    asPacked: packing && asPacked.has(type),
    bytes,
  }
}

type Additions = {
  readonly [family in 'x86' | 'arm64']?: { readonly [format in keyof TypeFormats]?: readonly string[] }
}

/** With what a release has added. */
function adding(before: LayerFormats, { x86 = {}, arm64 = {} }: Additions): LayerFormats {
  return { ...before, x86: withTypes(before.x86, x86), arm64: withTypes(before.arm64, arm64) }
}

function withTypes(before: TypeFormats, more: NonNullable<Additions['x86']>): TypeFormats {
  const both = (format: keyof TypeFormats) => new Set([...before[format], ...(more[format] ?? [])])
  return { packed: both('packed'), asPacked: both('asPacked'), bf16: both('bf16'), fp16: both('fp16') }
}

/** On ARM64 types come to take bfloat16 and half precision together. */
function halved<const Text extends string>(text: Text): { bf16: readonly Words<Text>[]; fp16: readonly Words<Text>[] } {
  return { bf16: words(text), fp16: words(text) }
}

const NONE: TypeFormats = { packed: new Set(), asPacked: new Set(), bf16: new Set(), fp16: new Set() }

// Each from the constructors in layer, layer/x86 and layer/arm of the release: support_packing, support_any_packing,
// support_bf16_storage and support_fp16_storage.

export const FORMATS_2021_07: LayerFormats = adding(
  { x86: NONE, arm64: NONE, castsFirst: true },
  {
    x86: {
      packed: words(
        'BatchNorm BinaryOp Cast Clip Concat Convolution ConvolutionDepthWise Crop DeepCopy Dropout Eltwise Flatten HardSigmoid HardSwish InnerProduct Mish Noop Packing Padding Pooling PReLU ReLU Reshape Scale Sigmoid Slice Split Swish TanH',
      ),
    },
    arm64: {
      packed: words(
        'AbsVal BatchNorm BinaryOp Cast Clip Concat Convolution ConvolutionDepthWise Crop Deconvolution DeconvolutionDepthWise DeepCopy Dropout Eltwise Flatten HardSigmoid HardSwish InnerProduct InstanceNorm Interp Mish Noop Packing Padding PixelShuffle Pooling PReLU ReLU Reshape Scale ShuffleChannel Sigmoid Slice Softmax Split Swish TanH UnaryOp',
      ),
      ...halved(
        'BatchNorm BinaryOp Cast Clip Concat Convolution ConvolutionDepthWise Crop Deconvolution DeconvolutionDepthWise Eltwise Flatten GRU HardSigmoid HardSwish InnerProduct InstanceNorm Interp LSTM Mish Noop Packing Padding PixelShuffle Pooling PReLU ReLU Reshape RNN ShuffleChannel Sigmoid Slice Split Swish TanH UnaryOp',
      ),
    },
  },
)
export const FORMATS_2021_12: LayerFormats = adding(FORMATS_2021_07, {
  x86: { packed: words('Convolution1D') },
  arm64: { packed: words('Convolution1D'), ...halved('Convolution1D') },
})
export const FORMATS_2022_02: LayerFormats = adding(FORMATS_2021_12, { x86: { packed: words('Interp') } })
export const FORMATS_2022_04: LayerFormats = adding(FORMATS_2022_02, {
  x86: { packed: words('Deconvolution DeconvolutionDepthWise Softmax UnaryOp') },
  arm64: { packed: words('MultiHeadAttention') },
})
export const FORMATS_2022_07: LayerFormats = adding(FORMATS_2022_04, { x86: { packed: words('BNLL') } })
export const FORMATS_2022_11: LayerFormats = {
  ...adding(FORMATS_2022_07, { x86: { packed: words('DeformableConv2D ELU GELU LayerNorm') } }),
  castsFirst: false,
}
export const FORMATS_2023_02: LayerFormats = adding(FORMATS_2022_11, {
  x86: { packed: words('Gemm MultiHeadAttention') },
  arm64: {
    packed: words('GELU Gemm'),
    bf16: words('GELU Gemm'),
    fp16: words('GELU Gemm MultiHeadAttention'),
  },
})
export const FORMATS_2023_05: LayerFormats = adding(FORMATS_2023_02, { arm64: halved('MatMul Softmax') })
export const FORMATS_2023_10: LayerFormats = adding(FORMATS_2023_05, {
  x86: { packed: words('GridSample SELU ShuffleChannel') },
})
export const FORMATS_2024_12: LayerFormats = adding(FORMATS_2023_10, {
  x86: { packed: words('RMSNorm') },
  arm64: { packed: words('LayerNorm RMSNorm'), ...halved('LayerNorm RMSNorm') },
})
export const FORMATS_2025_09: LayerFormats = adding(FORMATS_2024_12, {
  x86: { packed: words('GroupNorm') },
  arm64: { packed: words('GroupNorm'), ...halved('GroupNorm') },
})
export const FORMATS_2026_01: LayerFormats = adding(FORMATS_2025_09, { x86: { asPacked: words('Clip HardSigmoid') } })
export const FORMATS_2026_05: LayerFormats = adding(FORMATS_2026_01, {
  x86: {
    packed: words('AbsVal Erf'),
    bf16: words(
      'AbsVal BatchNorm BinaryOp BNLL Clip Concat Convolution Convolution1D Crop Deconvolution Dropout Eltwise ELU Erf Flatten GELU Gemm GroupNorm HardSigmoid HardSwish InnerProduct InstanceNorm Interp LayerNorm Mish MultiHeadAttention Noop Packing Padding Pooling PReLU ReLU Reshape RMSNorm RotaryEmbed Scale SDPA SELU Sigmoid Slice Softmax Split Swish TanH UnaryOp',
    ),
  },
  arm64: {
    packed: words('ELU Erf SELU'),
    ...halved('ELU Erf SELU SDPA'),
    bf16: words('ELU Erf MultiHeadAttention SDPA SELU'),
  },
})
