// SPDX-License-Identifier: Apache-2.0
import type { KernelRow } from './kernels'
import type { ModelRow } from './models'

export function geometricMean(rows: readonly ModelRow[], key: 'timeRatio' | 'cpuRatio' | 'peakRssRatio'): number {
  return Math.exp(rows.reduce((sum, row) => sum + Math.log(row[key]), 0) / rows.length)
}

export function kernelLine(row: KernelRow): string {
  const percent = `${(100 * row.peakFraction).toFixed(0)} %`
  return [
    row.shape.padEnd(24),
    row.algorithm.padEnd(22),
    `${row.threads} thr`,
    `${row.gflops.toFixed(1).padStart(7)} GFLOP/s`,
    percent.padStart(6),
    (row.overTiled === null ? '' : `${row.overTiled.toFixed(2)} × tiled`).padStart(14),
    `workspace ${(row.workspaceBytes / 1024).toFixed(0).padStart(6)} KiB`,
  ].join('  ')
}

const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`

export function modelLine(row: ModelRow): string {
  return [
    row.model.padEnd(14),
    row.mode.padEnd(5),
    `${row.threads} thr`,
    `time ${row.timeRatio.toFixed(2)}`,
    `(${row.ms.toFixed(2)} ÷ ${row.theirMs.toFixed(2)} ms)`.padEnd(20),
    `cpu ${row.cpuRatio.toFixed(2)}`,
    ...(row.overTuned === null ? [] : [`cpu ÷ tuned ${row.overTuned.toFixed(2)}`]),
    `peak ${row.peakRssRatio.toFixed(2)}`,
    `(${mebibytes(row.peakRssBytes)} ÷ ${mebibytes(row.theirPeakRssBytes)})`.padEnd(20),
    `prepare ${row.prepareMs.toFixed(0)} ÷ ${row.theirPrepareMs.toFixed(0)} ms`,
  ].join('  ')
}
