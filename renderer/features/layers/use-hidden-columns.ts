// SPDX-License-Identifier: Apache-2.0
import { useLocalStorage } from '@mantine/hooks'
import { LAYER_COLUMNS, type LayerColumn } from './layer-table'

const HIDDEN_AT_FIRST: readonly LayerColumn[] = ['kernel']

/** Columns the user does without; kept for the next start. */
export function useHiddenColumns() {
  return useLocalStorage<readonly LayerColumn[]>({
    key: 'layers-hidden-columns',
    defaultValue: HIDDEN_AT_FIRST,
    getInitialValueInEffect: false,
    deserialize: readHidden,
  })
}

function readHidden(stored: string | undefined): readonly LayerColumn[] {
  try {
    const names: unknown = JSON.parse(stored ?? '')
    return Array.isArray(names) ? LAYER_COLUMNS.filter((column) => names.includes(column)) : HIDDEN_AT_FIRST
  } catch {
    return HIDDEN_AT_FIRST
  }
}
