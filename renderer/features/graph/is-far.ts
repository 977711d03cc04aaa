// SPDX-License-Identifier: Apache-2.0
import type { ReactFlowState } from '@xyflow/react'

/** Below this zoom nothing in a box can be read. */
const READABLE_FROM = 0.32

/** Whether boxes show their colour alone, which the many that are in sight then need to stay quick. */
export function isFar(state: ReactFlowState): boolean {
  return state.transform[2] < READABLE_FROM
}
