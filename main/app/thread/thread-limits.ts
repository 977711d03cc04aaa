// SPDX-License-Identifier: Apache-2.0

/**
 * For every thread of ours. V8 sets addresses for machine code aside when a thread starts, 512 MiB unless it is told a size,
 * and ends the whole process where it does not get them (a limit of address space, as `ulimit -v` sets). What our threads
 * compile takes a few MiB.
 */
export const THREAD_LIMITS = { codeRangeSizeMb: 64 } as const
