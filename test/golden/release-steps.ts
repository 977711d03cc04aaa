// SPDX-License-Identifier: Apache-2.0
import type { Release } from '#contract/releases'
import { english } from '#messages/say'

/** Rows of a page: releases that change the total by a hundredth at least, and the rule that did most of it. */
export function releaseSteps(releases: readonly Release[], mib: (bytes: number) => string): string {
  return releases
    .flatMap(({ version, totalBytes, causes }, index) => {
      const before = releases[index - 1]?.totalBytes
      if (before === undefined) return [`| ${version} | ${mib(totalBytes)} | | |`]
      const change = totalBytes - before
      if (Math.abs(change) < 0.01 * before) return []
      const [most] = [...causes].sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes))
      return [`| ${version} | ${mib(totalBytes)} | ${mib(change)} | ${most === undefined ? '' : english(most.rule)} |`]
    })
    .join('\n')
}
