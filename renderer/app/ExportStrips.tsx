import { useEffect, useState } from 'react'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import { Rich } from '../ui/Rich'
import { TaskStrip } from '../ui/TaskStrip'

/** A strip on top for each export that takes longer than a moment. */
export function ExportStrips() {
  const exports = useApp((state) => state.exports)
  const drawing = useApp((state) => state.chartExport !== null)
  return (
    <>
      {drawing ? <DrawingStrip /> : null}
      {exports.map(({ id, fileName: name, stage, fraction, cancelling }) => (
        <TaskStrip
          key={id}
          task="export"
          label={t('app:export.progress', { name })}
          fraction={fraction}
          phase={stage}
          ending={cancelling}
          onCancel={() => void actions.cancelExport(id)}
        >
          <Rich text={t(`app:export.${cancelling ? 'cancelling' : stage}`, { name })} />
        </TaskStrip>
      ))}
    </>
  )
}

/** As long as main waits before it tells of an export, in milliseconds. */
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
    <TaskStrip task="export" label={t('app:export.drawing')} fraction={null} onCancel={actions.cancelChart}>
      {t('app:export.drawing')}
    </TaskStrip>
  )
}
