// SPDX-License-Identifier: Apache-2.0

import { type Translate, WRITTEN } from '../context'
import { dataType } from '../data-types'
import { Parts } from '../parts'

/** Transforms of signals and the windows that cut them. */

/** x, [length], [axis]; the axis is an attribute before opset 20. */
export const translateDft: Translate = ({ attributes, opset }) => ({
  kind: 'Dft',
  ...(opset < 20 && { axis: attributes.int('axis', 1) }),
  inverse: attributes.flag('inverse'),
  onesided: attributes.flag('onesided'),
})

export const translateStft: Translate = ({ attributes }) => ({
  kind: 'Stft',
  onesided: attributes.flag('onesided', true),
})

/** size → the sum over k of factor k · cos(2πk · i / size), or over size − 1 where it is not periodic. */
export const window =
  (factors: readonly number[]): Translate =>
  (node) => {
    const [size = -1] = node.inputs
    const { attributes } = node
    const parts = new Parts(node)
    const list = parts.add({ kind: 'Cast', to: 'int64' }, [parts.reshape(size, [1])])
    const one = parts.constant([1], 'int64')
    const length = attributes.flag('periodic', true) ? list : parts.binary('sub', list, one)
    const real = (tensor: number) => parts.add({ kind: 'Cast', to: 'float32' }, [tensor])
    const part = parts.binary('div', real(parts.range(list)), real(length))
    const terms = factors.map((factor, k) => {
      const wave = parts.unary('cos', parts.binary('mul', part, parts.constant(2 * Math.PI * k)))
      return parts.binary('mul', wave, parts.constant(factor))
    })
    const sum = terms.reduce((a, b) => parts.binary('add', a, b))
    parts.finish(0, { kind: 'Cast', to: dataType(attributes.int('output_datatype', 1)) ?? 'float32' }, [sum])
    return WRITTEN
  }
