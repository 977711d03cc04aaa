// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '#core/model/operations/index'
import { entriesOf, itself, snakeCase, words } from '#core/model/words'
import { table } from '../../../words'
import { given, type OnnxNode, type Translate, unsupported } from '../context'

/** Interpolation. */

/** Upsample: factors as attribute (opset 7) or input (9), or Resize of opset 10. */
export const translateUpsample: Translate = (node) => {
  const mode = resizeMode(node)
  if (mode === undefined) return unsupported({ id: 'unsupported.unknown', what: 'interpolation', value: null })
  const common = { kind: 'Resize', mode, coordinates: 'asymmetric', nearest: 'floor' } as const
  const scales = node.attributes.floats('scales')
  return scales !== undefined && scales.length > 0 ? { ...common, scales } : { ...common, scalesInput: 1 }
}

const COORDINATES = table<Extract<Operation, { kind: 'Resize' }>['coordinates']>({
  ...entriesOf(words('halfPixel pytorchHalfPixel alignCorners asymmetric'), snakeCase, itself),
  tf_half_pixel_for_nn: 'tfHalfPixel',
  tf_crop_and_resize: 'crop',
})
const NEAREST = entriesOf(words('roundPreferFloor roundPreferCeil floor ceil'), snakeCase, itself)
const ASPECTS = entriesOf(words('stretch notLarger notSmaller'), snakeCase, itself)

export const translateResize: Translate = (node) => {
  if (node.opset < 11) return translateUpsample(node)
  const { attributes } = node
  const mode = resizeMode(node)
  const coordinates = COORDINATES[attributes.string('coordinate_transformation_mode', 'half_pixel')]
  const nearest = NEAREST[attributes.string('nearest_mode', 'round_prefer_floor')]
  const aspect = ASPECTS[attributes.string('keep_aspect_ratio_policy', 'stretch')]
  if (mode === undefined || coordinates === undefined || nearest === undefined || aspect === undefined) {
    return unsupported({ id: 'unsupported.interpolation' })
  }
  const axes = attributes.ints('axes')
  const common = {
    kind: 'Resize',
    mode,
    coordinates,
    nearest,
    aspect,
    ...(axes === undefined ? {} : { axes }),
    ...(coordinates === 'crop' && given(node, 1) ? { regionInput: 1 } : {}),
    cubicFactor: attributes.float('cubic_coeff_a', -0.75),
    excludeOutside: attributes.flag('exclude_outside'),
    antialias: attributes.flag('antialias'),
    extrapolation: attributes.float('extrapolation_value', 0),
  } as const
  return hasElements(node, 3) ? { ...common, sizesInput: 3 } : { ...common, scalesInput: 2 }
}

/** An input that is left out may also be given as an empty list. */
function hasElements(node: OnnxNode, input: number): boolean {
  return given(node, input) && node.builder.values(node.inputs[input])?.length !== 0
}

function resizeMode(node: OnnxNode): 'nearest' | 'linear' | 'cubic' | undefined {
  const mode = node.attributes.string('mode', 'nearest')
  if (mode === 'bilinear') return 'linear'
  return mode === 'nearest' || mode === 'linear' || mode === 'cubic' ? mode : undefined
}

/** Since opset 16 pixels have their middle at halves, where it is not said otherwise. */
export const translateRoiAlign: Translate = ({ attributes, opset }) => {
  const mode = attributes.string('mode', 'avg')
  if (mode !== 'avg' && mode !== 'max') return unsupported({ id: 'unsupported.unknown', what: 'mode', value: mode })
  const coordinates = opset < 16 ? 'output_half_pixel' : 'half_pixel'
  return {
    kind: 'RoiAlign',
    maximum: mode === 'max',
    halfPixel: attributes.string('coordinate_transformation_mode', coordinates) === 'half_pixel',
    height: attributes.int('output_height', 1),
    width: attributes.int('output_width', 1),
    sampling: Math.max(0, attributes.int('sampling_ratio', 0)),
    scale: attributes.float('spatial_scale', 1),
  }
}

const GRID_MODES = {
  bilinear: 'linear',
  linear: 'linear',
  nearest: 'nearest',
  bicubic: 'cubic',
  cubic: 'cubic',
} as const

export const translateGridSample: Translate = ({ attributes }) => {
  const mode = GRID_MODES[attributes.string('mode', 'bilinear') as keyof typeof GRID_MODES]
  const padding = attributes.string('padding_mode', 'zeros')
  if (mode === undefined || (padding !== 'zeros' && padding !== 'border' && padding !== 'reflection')) {
    return unsupported({ id: 'unsupported.interpolation' })
  }
  return { kind: 'GridSample', mode, padding, alignCorners: attributes.flag('align_corners') }
}
