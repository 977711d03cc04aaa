// SPDX-License-Identifier: Apache-2.0
import type { Parts } from './parts'

/** Rotary positions (Su et al. 2021): pairs of numbers turned by an angle that grows with the position. */
export interface Rotation {
  /** [batch, heads, length, size] */
  readonly x: number
  /** [batch or 1, 1, length, half of what is turned] */
  readonly cosines: number
  readonly sines: number
  /** How many numbers of each are turned; 0: all. */
  readonly share: number
  /** Pairs are neighbours, else the first and the second half. */
  readonly interleaved: boolean
}

export function rotated(parts: Parts, { x, cosines, sines, share, interleaved }: Rotation): number {
  const turned = share === 0 ? x : parts.slice(x, -1, 0, share)
  const [a = -1, b = -1] = interleaved ? neighbours(parts, turned) : parts.split(turned, -1, 2)
  const mul = (p: number, q: number) => parts.binary('mul', p, q)
  const real = parts.binary('sub', mul(cosines, a), mul(sines, b))
  const imaginary = parts.binary('add', mul(sines, a), mul(cosines, b))
  const whole = interleaved ? interleave(parts, real, imaginary, x) : parts.concat(-1, [real, imaginary])
  return share === 0 ? whole : parts.concat(-1, [whole, parts.slice(x, -1, share)])
}

function neighbours(parts: Parts, x: number): readonly number[] {
  const pairs = parts.add({ kind: 'Reshape', allowZero: false }, [
    ...[x, parts.concat(0, [...[0, 1, 2].map((axis) => parts.size(x, axis)), parts.constant([-1, 2], 'int64')])],
  ])
  return parts.split(pairs, -1, 2).map((half) => parts.add({ kind: 'Squeeze', axes: [-1] }, [half]))
}

function interleave(parts: Parts, a: number, b: number, x: number): number {
  const pairs = parts.add({ kind: 'Stack', axis: -1 }, [a, b])
  const shape = parts.concat(0, [...[0, 1, 2].map((axis) => parts.size(x, axis)), parts.constant([-1], 'int64')])
  return parts.add({ kind: 'Reshape', allowZero: false }, [pairs, shape])
}
