// SPDX-License-Identifier: Apache-2.0
import { compareVersions } from '#core/planning/engine-setup'

const MIB = 2 ** 20

/**
 * What a process holds that loads MNN and runs a model, beside model, session and objects: the pages of program, C and
 * C++ library and the engine that running touches, with their tables. Measured on x86-64 Linux with 1.0.1, 2.8.1 and
 * 3.6.1: the file-backed part of the resident set; other releases are taken to be like that of their major version.
 */
export function processBytes(version: string): number {
  if (compareVersions(version, '2.0.0') < 0) return 6.0 * MIB
  return (compareVersions(version, '3.0.0') < 0 ? 6.05 : 6.3) * MIB
}
