// SPDX-License-Identifier: Apache-2.0
import type { Log } from '#app/log/log'

/** Keeps nothing. */
export const SILENT_LOG: Log = { path: '', note: () => {}, problem: () => {}, error: () => {} }
