// SPDX-License-Identifier: Apache-2.0
import type { FormatView } from '#contract/model'
import type { Format } from './format'
import { mnn } from './mnn/index'
import { ncnn } from './ncnn/index'
import { onnx } from './onnx/index'
import { tflite } from './tflite/index'

/** Every kind of file that Convscope opens, in the order in which texts list them. */
export const FORMATS: readonly Format[] = [mnn, ncnn, onnx, tflite]

/** What the window and texts say of them. */
export const FORMAT_VIEWS: readonly FormatView[] = FORMATS.map(({ id, label, extensions }) => ({
  id,
  label,
  extensions,
}))
