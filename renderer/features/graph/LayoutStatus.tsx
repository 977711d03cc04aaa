// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { Empty } from '../../ui/Empty'
import { TaskProgress } from '../../ui/TaskProgress'
import type { LayoutState } from './use-layout'

/** How far a layout is, or why there is none. */
export function LayoutStatus({ layout, nodes }: { readonly layout: LayoutState; readonly nodes: number }) {
  const { status } = layout
  if (status === 'busy' || status === 'ready') {
    return (
      <div className="ui-empty graph-layout">
        <TaskProgress label={t('graph:layout')} fraction={layout.fraction}>
          {t('graph:layingOut', { nodes: grouped(nodes) })}
        </TaskProgress>
        <Button onClick={layout.cancel}>{t('common:cancel')}</Button>
      </div>
    )
  }
  return (
    <Empty title={t(status === 'cancelled' ? 'graph:cancelled' : 'graph:failed')}>
      {typeof status === 'object' ? `${status.failure} ` : ''}
      {t('graph:withoutGraph')}{' '}
      <Button onClick={layout.retry} component="span">
        {t('graph:layOut')}
      </Button>
    </Empty>
  )
}
