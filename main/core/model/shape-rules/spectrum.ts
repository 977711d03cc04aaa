// SPDX-License-Identifier: Apache-2.0
import { fail, normaliseAxis, one, type Rules } from './rule'

/** Discrete Fourier transforms. */
export const spectrumRules = {
  Dft(operation, context) {
    const dims = context.dims(0)
    if (dims.length < 2) fail({ id: 'shape.rankBelow', dims, least: 2 })
    const stated = operation.axis ?? (context.has(2) ? context.values(2)?.[0] : -2)
    if (stated === undefined) return undefined
    const axis = normaliseAxis(stated, dims.length)
    const real = operation.inverse && operation.onesided
    const whole = real ? 2 * ((dims[axis] ?? 0) - 1) : (dims[axis] ?? 0)
    const length = context.has(1) ? context.values(1)?.[0] : whole
    if (length === undefined) return undefined
    if (length < 1) fail({ id: 'shape.sizeBelowOne', size: length })
    const kept = halfOf(length, operation.onesided && !real)
    const output = dims.map((dim, i) => (i === axis ? kept : i < dims.length - 1 ? dim : real ? 1 : 2))
    return one(output, { kind: 'Dft', axis, length, inverse: operation.inverse })
  },

  Stft(operation, context) {
    const dims = context.dims(0)
    const [batch = 0, samples = 0] = dims
    if (dims.length !== 3) fail({ id: 'shape.rank', role: 'input', dims, rank: 3 })
    const step = context.values(1)?.[0]
    const length = context.has(3) ? context.values(3)?.[0] : context.has(2) ? context.dims(2)[0] : samples
    if (step === undefined || length === undefined) return undefined
    if (step < 1 || length < 1) fail({ id: 'shape.sizeBelowOne', size: Math.min(step, length) })
    if (samples < length) fail({ id: 'shape.kernelTooLarge', kernel: [length], padded: [samples] })
    const frames = Math.floor((samples - length) / step) + 1
    return one([batch, frames, halfOf(length, operation.onesided), 2], { kind: 'Stft', step, length })
  },
} satisfies Partial<Rules>

function halfOf(length: number, onesided: boolean): number {
  return onesided ? Math.floor(length / 2) + 1 : length
}
