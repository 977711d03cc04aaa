// SPDX-License-Identifier: Apache-2.0
import type { AttachSeries } from './attach-curves'

export const CURVE_COLOUR: Readonly<Record<AttachSeries | 'modelled', string>> = {
  rss: 'var(--accent)',
  pss: 'var(--algorithm-strassen-1x1)',
  private: 'var(--algorithm-depthwise)',
  file: 'var(--text-muted)',
  modelled: 'var(--algorithm-winograd)',
}
