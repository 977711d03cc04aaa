// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import { Rich } from '../ui/Rich'
import { TaskProgress } from '../ui/TaskProgress'
import { TaskStrip } from '../ui/TaskStrip'

/** A strip on top for the native engine while it is compiled, for each export, and each document that is opened, that takes longer than a moment. */
export function TaskStrips() {
  const tasks = useApp((state) => state.tasks)
  const drawing = useApp((state) => state.chartExport !== null)
  return (
    <>
      <EngineStrip />
      {drawing ? <DrawingStrip /> : null}
      {tasks.map(({ id, fileName: name, stage, fraction, cancelling }) => (
        <TaskStrip
          key={id}
          task="file"
          label={t('app:task.progress', { name })}
          fraction={fraction}
          phase={stage}
          ending={cancelling}
          onCancel={() => void actions.cancelTask(id)}
        >
          <Rich text={t(`app:task.${cancelling ? 'cancelling' : stage}`, { name })} />
        </TaskStrip>
      ))}
    </>
  )
}

/** It has no Cancel: everything else goes on meanwhile. */
function EngineStrip() {
  const build = useApp((state) => state.host?.engine.build ?? null)
  if (build === null) return null
  const { done, total, unit } = build
  return (
    <div className="ui-task-strip" data-testid="engine-strip">
      <TaskProgress label={t('app:engine.building')} fraction={total === 0 ? null : done / total}>
        {total === 0 || unit === 'percent' ? t('app:engine.building') : t('app:engine.files', { done, total })}
      </TaskProgress>
    </div>
  )
}

/** As long as main waits before it tells of a task, in milliseconds. */
const QUIET = 500

/** The window draws a chart itself before main can save it. */
function DrawingStrip() {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <TaskStrip task="file" label={t('app:task.drawing')} fraction={null} onCancel={actions.cancelChart}>
      {t('app:task.drawing')}
    </TaskStrip>
  )
}
