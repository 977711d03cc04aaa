// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { memo } from 'react'
import type { Category } from '#contract/plan'
import { t } from '../../i18n'
import { configurationName, englishWords } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import type { ChartSource } from './chart-source'
import { saveTimeline } from './save-chart'

interface SaveMenuProps {
  readonly source: ChartSource
  readonly hidden: ReadonlySet<Category>
  /** The chart has the line of the resident set. */
  readonly residentSet: boolean
  /** The chart on screen. */
  readonly findChart: () => SVGSVGElement | null
}

/** Saves the chart as it is shown. */
export const SaveMenu = memo(function SaveMenu({ source, hidden, residentSet, findChart }: SaveMenuProps) {
  const profiles = useProfiles()
  const model = useApp((state) => state.model)
  const configuration = useApp((state) => state.configuration)
  const appVersion = useApp((state) => state.host?.appVersion ?? '')
  const save = async (kind: 'png' | 'svg') => {
    const chart = findChart()
    if (chart === null || model === null) return actions.saveChart(null)
    const lines = [configurationName(profiles, configuration)]
    const words = englishWords(profiles, configuration)
    await saveTimeline({ chart, source, hidden, residentSet, model, lines, words, appVersion }, kind).catch(() =>
      actions.saveChart(null),
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={22}
          aria-label={t('timeline:save')}
          title={t('timeline:save')}
          data-testid="timeline-save"
        >
          <IconDownload size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['png', 'svg'] as const).map((kind) => (
          <Menu.Item key={kind} data-testid={`timeline-${kind}`} onClick={() => void save(kind)}>
            {kind.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
})
