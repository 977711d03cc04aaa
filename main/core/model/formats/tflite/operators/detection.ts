// SPDX-License-Identifier: Apache-2.0
import { readFlexMap } from '../../flatbuffers/flex-map'
import type { Translate } from '../context'

/**
 * The custom operator that ends detectors: encodings, scores, anchors → boxes, classes, scores, how many. Its options are
 * a FlexBuffer (tensorflow/lite/kernels/detection_postprocess.cc).
 */
export const translateDetection: Translate = (op) => {
  const { customOptions, bytes } = op.file
  const options =
    customOptions && readFlexMap(bytes.subarray(customOptions.offset, customOptions.offset + customOptions.count))
  const number = (key: string) => options?.get(key) ?? Number.NaN
  const operation = {
    kind: 'DetectionPostProcess',
    classes: number('num_classes'),
    maxDetections: number('max_detections'),
    classesPerDetection: number('max_classes_per_detection'),
    detectionsPerClass: options?.get('detections_per_class') ?? 100,
    scoreThreshold: number('nms_score_threshold'),
    iouThreshold: number('nms_iou_threshold'),
    scales: ['y_scale', 'x_scale', 'h_scale', 'w_scale'].map(number),
    regular: options?.get('use_regular_nms') === 1,
  } as const
  const { classes, maxDetections, classesPerDetection, detectionsPerClass, scoreThreshold, iouThreshold } = operation
  const counts = [classes, maxDetections, classesPerDetection, detectionsPerClass]
  const whole = counts.every((count) => Number.isSafeInteger(count) && count > 0)
  if (!whole || [scoreThreshold, iouThreshold, ...operation.scales].some(Number.isNaN)) {
    return { id: 'unsupported.customOptions' }
  }
  return op.finish(operation, op.allInputs())
}
