// SPDX-License-Identifier: Apache-2.0
/** What can be compared of a row. */
export type Aspect =
  | 'algorithm'
  | 'unit'
  | 'static'
  | 'dynamic'
  | 'executor'
  | 'peak'
  | 'eager'
  | 'session'
  | 'time ratio'
  | 'inference ratio'
  | 'resident set'
  | 'mats'
  | 'loaded'
  | 'load peak'
  | 'requests'
  | 'blobs'
  | 'heap'
  | 'run peak'
  | 'after run'
  | 'second run peak'
  | 'after second run'

/** One measurement against what the rules say of it. */
export interface Outcome {
  /** Engine version and build: what is summed up in one line. */
  readonly group: string
  /** Names the measurement. */
  readonly label: string
  readonly compared: readonly Aspect[]
  readonly wrong: readonly Aspect[]
  /** How far off, relative, in the worst aspect that is a size; Infinity for another algorithm. */
  readonly deviation: number
  /** "static 4608, measured 4672", for every aspect that is wrong. */
  readonly detail: string
}

export interface Figure {
  readonly aspect: Aspect
  readonly modelled: string | number | undefined
  readonly measured: string | number | undefined
  /** Largest relative deviation that is right; 0: exact. */
  readonly tolerance?: number
  /** Largest absolute deviation that is right whatever the tolerance: the measurement's own rounding. */
  readonly rounding?: number
}

export function outcome(group: string, label: string, figures: readonly Figure[]): Outcome {
  const wrong = figures.filter((figure) => !isRight(figure))
  return {
    group,
    label,
    compared: figures.map(({ aspect }) => aspect),
    wrong: wrong.map(({ aspect }) => aspect),
    deviation: Math.max(0, ...figures.map(deviation)),
    detail: wrong.map(({ aspect, modelled, measured }) => `${aspect} ${modelled}, measured ${measured}`).join('; '),
  }
}

function isRight(figure: Figure): boolean {
  const { modelled, measured, tolerance = 0, rounding = 0 } = figure
  if (typeof modelled !== 'number' || typeof measured !== 'number') return modelled === measured
  return Math.abs(modelled - measured) <= rounding + tolerance * Math.abs(measured)
}

function deviation({ modelled, measured }: Figure): number {
  if (modelled === measured) return 0
  if (typeof modelled !== 'number' || typeof measured !== 'number') return Number.POSITIVE_INFINITY
  return Math.abs(modelled - measured) / Math.max(1e-9, Math.abs(measured))
}
