// SPDX-License-Identifier: Apache-2.0
import type { SettingValue } from '#contract/configuration'
import type { SweepAxis } from '#contract/sweep'
import { say, t } from '../../i18n'
import type { Subject } from './sweep-form'

/** What can be varied, as a list offers it. */
export function subjectName(subject: Subject): string {
  if (subject.kind === 'sessions') return t('sweep:sessionsMade', { way: say(subject.sharing.name) })
  if (subject.kind === 'setting') return say({ id: 'setting.title', setting: subject.setting.id })
  return subject.kind === 'threads' ? t('sweep:threads') : dimensionNames(subject.dimensions)
}

export function axisTitle(axis: SweepAxis): string {
  if (axis.kind === 'sessions') return t('sweep:sessions')
  if (axis.kind === 'setting') return say({ id: 'setting.title', setting: axis.setting })
  return axis.kind === 'threads' ? t('sweep:threads') : dimensionNames(axis.dimensions)
}

export function valueName(axis: SweepAxis, value: SettingValue): string {
  return axis.kind === 'setting' ? say({ id: 'setting.offered', setting: axis.setting, value }) : String(value)
}

function dimensionNames(dimensions: readonly string[]): string {
  if (dimensions.join() === 'height,width') return t('sweep:edges')
  return dimensions
    .map((name) => (name === 'height' || name === 'width' || name === 'batch' ? t(`sweep:dimension.${name}`) : name))
    .join(t('sweep:comma'))
}
