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
