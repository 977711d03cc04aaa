import { t } from '../i18n'
import { actions, useApp } from '../store'
import { Rich } from '../ui/Rich'
import { TaskStrip } from '../ui/TaskStrip'

/** A strip on top for each export that takes longer than a moment. */
export function ExportStrips() {
  const exports = useApp((state) => state.exports)
  return exports.map(({ id, fileName: name, stage, fraction, cancelling }) => (
    <TaskStrip
      key={id}
      label={t('app:export.progress', { name })}
      fraction={fraction}
      phase={stage}
      ending={cancelling}
      task="export"
      onCancel={() => void actions.cancelExport(id)}
    >
      <Rich text={t(`app:export.${cancelling ? 'cancelling' : stage}`, { name })} />
    </TaskStrip>
  ))
}
