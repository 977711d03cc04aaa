// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react'
import { usePanel } from '../../store'
import { LAYER_COLUMNS, type LayerColumn } from './layer-table'

/** Columns the user does without for this model. */
export function useHiddenColumns(): readonly [readonly LayerColumn[], (hidden: readonly LayerColumn[]) => void] {
  const [names, keep] = usePanel('layersHidden')
  const hidden = useMemo(() => {
    const found = new Set(names.split(' '))
    return LAYER_COLUMNS.filter((column) => found.has(column))
  }, [names])
  return [hidden, (columns) => keep(columns.join(' '))]
}
