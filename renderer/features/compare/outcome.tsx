// SPDX-License-Identifier: Apache-2.0
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import type { Outcome } from '#contract/verdict'
import { t } from '../../i18n'

// How a verdict looks wherever one stands.

const ICONS = { within: IconCircleCheck, over: IconCircleX, unknown: IconHelpCircle }
const CLASSES = { within: 'ui-shrink', over: 'ui-grow', unknown: 'ui-open' }

export function outcomeText(outcome: Outcome): string {
  return t(`compare:verdict.${outcome}`)
}

export function outcomeClass(outcome: Outcome): string {
  return CLASSES[outcome]
}

export function OutcomeIcon({ outcome, size }: { readonly outcome: Outcome; readonly size: number }) {
  const Icon = ICONS[outcome]
  return <Icon size={size} />
}
