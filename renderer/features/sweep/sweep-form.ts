// SPDX-License-Identifier: Apache-2.0
import { isOffered, MAX_THREADS, type ProfileTraits, usesProcessor } from '#contract/configuration'
import type { InputView } from '#contract/model'
import type { SessionSharing } from '#contract/session-sharing'
import { MOST_SESSIONS } from '#contract/sessions'
import { type NumbersProblem, numbersOf, placesOf, type SweepAxis, sweepDimensions, usualStep } from '#contract/sweep'

/** Something that can be varied: what an axis is but for its values. */
export type Subject =
  | { readonly kind: 'size'; readonly dimensions: readonly string[] }
  | { readonly kind: 'threads' }
  | { readonly kind: 'sessions'; readonly sharing: SessionSharing }
  | { readonly kind: 'setting'; readonly setting: ProfileTraits['settings'][number] }

/** What the user has filled in. */
export interface Draft {
  readonly subject: Subject
  /** Numbers as numbersOf takes them; of no use for a setting, all of whose values are planned. */
  readonly values: string
  readonly step: number
  readonly resized: boolean
}

/** The largest number that each may be varied to. */
const MOST = { size: 65_536, threads: MAX_THREADS, sessions: MOST_SESSIONS } as const

/** Everything that can be varied, sizes first. */
export function subjectsOf(
  inputs: readonly InputView[],
  { settings, sessions = [] }: Pick<ProfileTraits, 'settings' | 'sessions'>,
  configuration: Parameters<typeof isOffered>[1],
): readonly Subject[] {
  return [
    ...sweepDimensions(inputs).map((dimensions) => ({ kind: 'size', dimensions }) as const),
    ...(usesProcessor(settings, configuration) ? [{ kind: 'threads' } as const] : []),
    ...sessions.map((sharing) => ({ kind: 'sessions', sharing }) as const),
    ...settings
      .filter((setting) => isOffered(setting, configuration))
      .map((setting) => ({ kind: 'setting', setting }) as const),
  ]
}

/** The same for the same subject only. */
export function subjectKey(subject: Subject): string {
  if (subject.kind === 'size') return `size ${subject.dimensions.join()}`
  if (subject.kind === 'sessions') return `sessions ${subject.sharing.id}`
  return subject.kind === 'threads' ? 'threads' : `setting ${subject.setting.id}`
}

/** Values around the present one, for a subject that has just been chosen. */
export function draftOf(subject: Subject, inputs: readonly InputView[]): Draft {
  const common = { subject, resized: false }
  if (subject.kind === 'sessions') return { ...common, values: '1..4', step: 1 }
  if (subject.kind !== 'size') return { ...common, values: '1,2,4,8', step: 1 }
  const { dimensions } = subject
  if (dimensions.join() === 'batch') return { ...common, values: '1..8', step: 1 }
  const now = sizeOf(dimensions, inputs)
  const step = Math.max(usualStep(dimensions), Math.round(now / 16))
  const rounded = (size: number) => Math.max(step, Math.round(size / step) * step)
  return { ...common, values: `${rounded(now / 2)}..${rounded(now * 2)}`, step }
}

/** The draft of which an axis was made. */
export function draftOfAxis(axis: SweepAxis, resized: boolean, subjects: readonly Subject[]): Draft | null {
  const subject = subjects.find((each) => isOf(each, axis))
  return subject === undefined ? null : { subject, ...textOf(axis), resized }
}

/** As one range where the values are one, else as a list. */
function textOf({ values }: SweepAxis): Pick<Draft, 'values' | 'step'> {
  const [first, second, ...others] = values.map(Number)
  const last = others.at(-1)
  if (first === undefined || second === undefined || last === undefined) return { values: values.join(), step: 1 }
  const step = second - first
  const isRange = step > 0 && values.every((value, index) => Number(value) === first + index * step)
  return isRange ? { values: `${first}..${last}`, step } : { values: values.join(), step: 1 }
}

function isOf(subject: Subject, axis: SweepAxis): boolean {
  if (subject.kind === 'size') return axis.kind === 'size' && axis.dimensions.join() === subject.dimensions.join()
  if (subject.kind === 'threads') return axis.kind === 'threads'
  if (subject.kind === 'sessions') return axis.kind === 'sessions' && axis.sharing === subject.sharing.id
  return axis.kind === 'setting' && axis.setting === subject.setting.id
}

/** The axis that a draft asks for, or what is wrong with its values. */
export function axisOfDraft({ subject, values, step }: Draft): SweepAxis | NumbersProblem {
  if (subject.kind === 'setting')
    return { kind: 'setting', setting: subject.setting.id, values: subject.setting.values }
  const numbers = numbersOf(values, step, MOST[subject.kind])
  if (typeof numbers === 'string') return numbers
  if (subject.kind === 'sessions') return { kind: 'sessions', sharing: subject.sharing.id, values: numbers }
  if (subject.kind === 'threads') return { kind: 'threads', values: numbers }
  return { kind: 'size', dimensions: subject.dimensions, values: numbers }
}

function sizeOf([first = '']: readonly string[], inputs: readonly InputView[]): number {
  const [place] = placesOf(first, inputs)
  return inputs.find(({ name }) => name === place?.input)?.dims[place?.axis ?? -1] ?? 1
}
