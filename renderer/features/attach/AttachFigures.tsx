// SPDX-License-Identifier: Apache-2.0
import type { AttachReport } from '#contract/attach'
import type { Plan } from '#contract/plan'
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import type { AttachLog } from '../../lib/timeline/attach-log'
import type { View } from '../../lib/timeline/view-rows'
import { useApp } from '../../store'
import { Staircase } from '../../ui/Staircase'
import { type Curve, highWater } from './attach-curves'

interface AttachFiguresProps {
  readonly log: AttachLog
  readonly report: AttachReport | null
  readonly plan: Plan | null
  readonly rss: Curve
  /** The selected stretch of time. */
  readonly range: View | null
}

/** Rows of the table: a shell script starts hundreds of small ones. */
const MOST_PROCESSES = 20

/** The peak, what of it the model explains, and each process. */
export function AttachFigures({ log, report, plan, rss, range }: AttachFiguresProps) {
  const model = useApp((state) => state.model)
  const largest = [...(report?.processes ?? [])]
    .sort((a, b) => b.peak.rssBytes - a.peak.rssBytes)
    .slice(0, MOST_PROCESSES)
  const left = (report?.processes.length ?? 0) - largest.length
  const high = range === null ? null : highWater(rss, range)
  const tellsGpu = typeof report?.peakGpuBytes === 'number'
  return (
    <div className="attach-figures">
      <p data-testid="attach-state" data-failed={hasFailed(report) || undefined}>
        {stateText(report)}
      </p>
      <dl>
        <dt>{t('attach:peak')}</dt>
        <dd data-testid="attach-peak" data-bytes={log.peakRssBytes}>
          {formatBytes(log.peakRssBytes)}
        </dd>
        {range === null || high === null ? null : (
          <>
            <dt>{t('attach:inRange', { from: duration(range.from), to: duration(range.to) })}</dt>
            <dd data-testid="attach-range-high-water" data-bytes={high}>
              {formatBytes(high)}
            </dd>
          </>
        )}
        {report === null ? null : (
          <>
            <dt title={t('attach:gpuHint')}>{t('attach:gpu')}</dt>
            <dd data-testid="attach-gpu" data-bytes={report.peakGpuBytes ?? undefined} title={t('attach:gpuHint')}>
              {report.peakGpuBytes === null ? t('attach:gpuUnknown') : formatBytes(report.peakGpuBytes)}
            </dd>
          </>
        )}
      </dl>
      {plan === null || model === null ? null : (
        <Staircase weightBytes={model.weightBytes} plan={plan} reportedBytes={log.peakRssBytes} />
      )}
      {report === null ? null : (
        <table>
          <thead>
            <tr>
              <th>{t('attach:process')}</th>
              <th title={t('attach:sampledPeakHint')}>{t('attach:sampledPeak')}</th>
              <th title={t('attach:kernelPeakHint')}>{t('attach:kernelPeak')}</th>
              {tellsGpu ? <th title={t('attach:gpuHint')}>{t('attach:gpuPeak')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {largest.map(({ pid, firstNs, command, peak, kernelPeakRssBytes, peakGpuBytes }) => (
              <tr key={`${pid} ${firstNs}`}>
                <td title={command}>{command}</td>
                <td>{formatBytes(peak.rssBytes)}</td>
                <td>{kernelPeakRssBytes === null ? '' : formatBytes(kernelPeakRssBytes)}</td>
                {tellsGpu ? <td>{peakGpuBytes === null ? '' : formatBytes(peakGpuBytes)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {left > 0 ? <p>{t('attach:moreProcesses', { count: left })}</p> : null}
    </div>
  )
}

/** Ended by a signal, or with another code than 0. */
function hasFailed(report: AttachReport | null): boolean {
  return report !== null && (report.signal !== null || report.exitCode !== 0)
}

function stateText(report: AttachReport | null): string {
  if (report === null) return t('attach:running')
  return report.signal === null
    ? t('attach:ended', { code: report.exitCode ?? '' })
    : t('attach:signalled', { signal: report.signal })
}
