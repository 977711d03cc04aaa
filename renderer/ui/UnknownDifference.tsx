// SPDX-License-Identifier: Apache-2.0
import { t } from '../i18n'

/** Stands for a difference of totals of which one is "at least". */
export function UnknownDifference() {
  return <abbr title={t('compare:differenceUnknown')}>?</abbr>
}
