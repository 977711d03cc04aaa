import type { Algorithm } from '#contract/plan'

/** One 2-D convolution with every size known. Elements, not bytes. */
export interface ConvProblem {
  readonly batch: number
  readonly inChannels: number
  readonly inHeight: number
  readonly inWidth: number
  readonly outChannels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly kernelHeight: number
  readonly kernelWidth: number
  readonly strideHeight: number
  readonly strideWidth: number
  readonly dilationHeight: number
  readonly dilationWidth: number
  readonly padTop: number
  readonly padLeft: number
  readonly padBottom: number
  readonly padRight: number
  readonly group: number
  /** The file's op type says depthwise (MNN); for ONNX: group = inChannels = outChannels. */
  readonly depthwise: boolean
}

/** An algorithm of Convscope's own engine; `unit` is Winograd's output tile edge, else null. */
export interface KernelChoice {
  readonly algorithm: Algorithm
  readonly unit: number | null
  /** For "grouped": what each group runs. */
  readonly inner: { readonly algorithm: Algorithm; readonly unit: number | null } | null
}
