// SPDX-License-Identifier: Apache-2.0
import type { GroupConversion } from '../../conversion/convert-groups'
import type { Dimension } from '../dimension'

/**
 * What the converter of a release makes of convolutions of several groups, and over three axes. To 1.2.1 it would do the same to those with
 * computed weights, but without their weights, so that the file does not run. Paths below tools/converter/source/optimizer:
 * 1.0.1|1.2.3|2.9.3: postconvert/TransformGroupConvolution.cpp; 3.4.0: merge/TransformSmallGroupConvolutionToDepthwise.cpp;
 * 3.0.4|3.0.5: merge/Convolution3DTurn2D.cpp; 2.2.2: onnxextra/OnnxLSTMMerge.cpp.
 */
export const CONVERSION: Dimension<GroupConversion> = [
  {
    since: '1.0.1',
    text: { id: 'rule.conversion.1.0.1' },
    value: {
      computedWeights: false,
      smallAsDepthwise: false,
      volumesAsPlanes: 'none',
      splitsVolumes: false,
      recurrentSteps: false,
    },
  },
  {
    since: '1.2.3',
    text: { id: 'rule.conversion.1.2.3' },
    value: {
      computedWeights: false,
      smallAsDepthwise: false,
      volumesAsPlanes: 'none',
      splitsVolumes: true,
      recurrentSteps: false,
    },
  },
  {
    since: '2.2.2',
    text: { id: 'rule.conversion.2.2.2' },
    value: {
      computedWeights: false,
      smallAsDepthwise: false,
      volumesAsPlanes: 'none',
      splitsVolumes: true,
      recurrentSteps: true,
    },
  },
  {
    since: '2.9.3',
    text: { id: 'rule.conversion.2.9.3' },
    value: {
      computedWeights: true,
      smallAsDepthwise: false,
      volumesAsPlanes: 'none',
      splitsVolumes: true,
      recurrentSteps: true,
    },
  },
  {
    since: '3.0.4',
    text: { id: 'rule.conversion.3.0.4' },
    value: {
      computedWeights: true,
      smallAsDepthwise: false,
      volumesAsPlanes: 'convolutions',
      splitsVolumes: true,
      recurrentSteps: true,
    },
  },
  {
    since: '3.0.5',
    text: { id: 'rule.conversion.3.0.5' },
    value: {
      computedWeights: true,
      smallAsDepthwise: false,
      volumesAsPlanes: 'all',
      splitsVolumes: true,
      recurrentSteps: true,
    },
  },
  {
    since: '3.4.0',
    text: { id: 'rule.conversion.3.4.0' },
    value: {
      computedWeights: true,
      smallAsDepthwise: true,
      volumesAsPlanes: 'all',
      splitsVolumes: true,
      recurrentSteps: true,
    },
  },
]
