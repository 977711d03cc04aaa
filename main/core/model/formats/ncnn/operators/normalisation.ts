// SPDX-License-Identifier: Apache-2.0
import type { BinaryFunction, Operation } from '#core/model/operations/index'
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int } from '../parameters'
import { UNSET } from './axes'
import { aligned } from './elementwise'

/** Layers that scale values, by constants or by their own spread (20260526: src/layer/batchnorm.cpp …). */

const plain = (fn: BinaryFunction): Operation => ({ kind: 'Binary', function: fn, activation: 'none' })

export function translateBatchNorm(layer: NcnnLayer): undefined {
  const { channels, eps } = layer.read({ channels: int(0), eps: float(1) })
  const [slope, mean, variance, bias] = (['slope', 'mean', 'variance', 'bias'] as const).map((name) =>
    layer.vector(name, channels, name === 'slope' || name === 'variance' ? 1 : 0),
  ) as [number, number, number, number]
  const inputs = [layer.input(), slope, bias, mean, variance]
  return layer.finish({ kind: 'BatchNorm', epsilon: eps }, inputs, layer.rank())
}

/** By constants, or by a second input. */
export function translateScale(layer: NcnnLayer): undefined {
  const { scaleDataSize, biasTerm } = layer.read({ scaleDataSize: int(0), biasTerm: int(1) })
  if (scaleDataSize === UNSET) return layer.finish(plain('mul'), aligned(layer), layer.rank())
  const scale = layer.vector('scale', scaleDataSize, 1)
  const bias = biasTerm === 0 ? [] : [layer.vector('bias', scaleDataSize, 0)]
  return layer.finish({ kind: 'Scale' }, [layer.input(), scale, ...bias], layer.rank())
}

export function translateBias(layer: NcnnLayer): undefined {
  const { biasDataSize } = layer.read({ biasDataSize: int(0) })
  const ones = layer.constant('scale', [biasDataSize], { kind: 'fill', value: 1 })
  return layer.finish({ kind: 'Scale' }, [layer.input(), ones, layer.vector('bias', biasDataSize, 0)], layer.rank())
}

export function translatePRelu(layer: NcnnLayer): undefined {
  const { numSlope } = layer.read({ numSlope: int(0) })
  return layer.finish({ kind: 'PRelu' }, [layer.input(), layer.vector('slope', numSlope, 0.25)], layer.rank())
}

const LRN = { regionType: int(0), localSize: int(1, 5), alpha: float(2, 1), beta: float(3, 0.75), bias: float(4, 1) }

/** Across channels, or within a square of each. */
export function translateLrn(layer: NcnnLayer): undefined {
  const { regionType, localSize: size, alpha, beta, bias } = layer.read(LRN)
  const x = layer.input()
  if (size < 1) invalid({ id: 'node.window', node: layer.name }, layer.name)
  if (regionType === 0) return layer.finish({ kind: 'LRN', size, alpha, beta, bias }, [x], 3)
  const [before, after] = [Math.floor(size / 2), size - Math.floor(size / 2) - 1]
  const pool = {
    kind: 'Pool',
    mode: 'average',
    kernel: [size, size],
    strides: [1, 1],
    dilations: [1, 1],
    pads: { kind: 'explicit', pads: [before, before, after, after] },
    ceil: false,
    countPadding: true,
  } as const
  const squares = layer.part(pool, [layer.part({ kind: 'Unary', function: 'square' }, [x])])
  const spread = layer.part(plain('add'), [
    layer.part(plain('mul'), [squares, layer.scalar(alpha)]),
    layer.scalar(bias),
  ])
  return layer.finish(plain('mul'), [x, layer.part(plain('pow'), [spread, layer.scalar(-beta)])], 3)
}

const NORMALIZE = {
  acrossSpatial: int(0),
  acrossChannel: int(4, 1),
  channelShared: int(1),
  eps: float(2, 0.0001),
  scaleDataSize: int(3),
  epsMode: int(9),
}

/** By the Euclidean norm over channels, positions or both, and by constants. */
export function translateNormalize(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(NORMALIZE)
  const axes = [...(o.acrossChannel !== 0 ? [1] : []), ...(o.acrossSpatial !== 0 ? [2, 3] : [])]
  const scale = layer.vector('scale', o.scaleDataSize, 1)
  if (axes.length === 0) return { id: 'unsupported.everyPosition' }
  const x = layer.input()
  const sum = layer.part({ kind: 'Reduce', function: 'sumSquare', axes, keepDims: true }, [x])
  const sqrt = (tensor: number) => layer.part({ kind: 'Unary', function: 'sqrt' }, [tensor])
  const eps = layer.scalar(o.eps)
  const norm =
    o.epsMode === 0
      ? sqrt(layer.part(plain('add'), [sum, eps]))
      : o.epsMode === 1
        ? layer.part(plain('max'), [sqrt(sum), eps])
        : sqrt(layer.part(plain('max'), [sum, eps]))
  const normal = layer.part(plain('div'), [x, norm])
  if (o.channelShared === 0) return layer.finish({ kind: 'Scale' }, [normal, scale], 3)
  return layer.finish(plain('mul'), [normal, scale], 3)
}

const CHANNEL_NORM = { channels: int(0), eps: float(1, 0.001), affine: int(2, 1) }

export function translateInstanceNorm(layer: NcnnLayer): undefined {
  const { channels, eps, affine } = layer.read(CHANNEL_NORM)
  const constant = (name: string, value: number) =>
    affine !== 0 ? layer.vector(name, channels, value) : layer.constant(name, [channels], { kind: 'fill', value })
  const inputs = [layer.input(), constant('gamma', 1), constant('beta', 0)]
  return layer.finish({ kind: 'InstanceNorm', epsilon: eps }, inputs, layer.rank())
}

const GROUP_NORM = { group: int(0, 1), channels: int(1), eps: float(2, 0.001), affine: int(3, 1) }

/** Each group of channels is normalised as a whole. */
export function translateGroupNorm(layer: NcnnLayer): undefined {
  const { group, channels, eps, affine } = layer.read(GROUP_NORM)
  const rest = new Array<number>(layer.rank() - 1).fill(0)
  const groups = layer.part({ kind: 'Reshape', shape: [group, -1, ...rest], allowZero: false }, [layer.input()])
  const normal = layer.main({ kind: 'LayerNorm', axis: 1, epsilon: eps }, [groups])
  const joined = { kind: 'Reshape', shape: [1, -1, ...rest], allowZero: false } as const
  if (affine === 0) return layer.finish(joined, [normal], layer.rank())
  const factors = [layer.vector('gamma', channels, 1), layer.vector('beta', channels, 0)]
  return layer.finish({ kind: 'Scale' }, [layer.part(joined, [normal]), ...factors], layer.rank())
}

const LAYER_NORM = { affineSize: int(0), eps: float(1, 0.001), affine: int(2, 1) }

/** Over rows, or, of an image, over as many of its last axes as have `affineSize` elements. */
export function translateLayerNorm(layer: NcnnLayer): undefined {
  const { affineSize, eps, affine } = layer.read(LAYER_NORM)
  const factors = affine === 0 ? [] : [layer.vector('gamma', affineSize, 1), layer.vector('beta', affineSize, 0)]
  const operation = { kind: 'LayerNorm', axis: -1, epsilon: eps } as const
  const x = layer.input()
  if (layer.rank() < 3) return layer.finish(operation, [x, ...factors], layer.rank())
  const rows = layer.part({ kind: 'Reshape', shape: [-1, affineSize], allowZero: false }, [x])
  const normal = layer.main(operation, [rows, ...factors])
  const dims = layer.part({ kind: 'Shape' }, [x])
  return layer.finish({ kind: 'Reshape', allowZero: true }, [normal, dims], layer.rank())
}
