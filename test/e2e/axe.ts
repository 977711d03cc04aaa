// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * What axe finds wrong on the page as it stands, by rule, with the places; by these rules alone where they are named, and in
 * the parts that match `within` alone, where a page was looked at before and the rest of it has not changed.
 */
export async function findings(
  page: Page,
  rules: readonly string[] | null = null,
  within: string | null = null,
): Promise<string[]> {
  // Legacy mode: a desktop window cannot open the further page that axe would merge frames in.
  // What is found right need not be told with its place in the page.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (within !== null) axe.include(within)
  const { violations } = await (rules === null ? axe : axe.withRules([...rules])).analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(' ')} ${failureSummary}`),
  )
}
