// SPDX-License-Identifier: Apache-2.0
import type { OutputWord } from '#messages/en/files'

/** How output of Convscope that holds no document is told: by its `schema`, or by the members that it has. */
const OUTPUTS: readonly (readonly [OutputWord, schema: string | null, ...members: readonly string[]])[] = [
  ['comparison', 'convscope-comparison'],
  ['sweep', 'convscope-sweep'],
  ['sessions', 'convscope-sessions'],
  ['releases', 'convscope-releases'],
  ['timings', 'convscope-kernel-timings'],
  ['engines', null, 'engine', 'configuration', 'releases'],
  ['releases', null, 'configuration', 'releases'],
  ['inspection', null, 'fileName', 'operations', 'layers'],
  ['advice', null, 'totalBytes', 'remedies'],
  ['advice', null, 'totalBytes', 'remedy'],
  ['check', null, 'passed', 'findings'],
  ['bisection', null, 'good', 'first', 'unknown'],
  ['attached', null, 'command', 'processes', 'samples'],
  ['machine', null, 'processor', 'arithmetic'],
  ['schema', null, '$schema', '$id'],
]

/** What a JSON that is no document is, where Convscope wrote it; null where it did not. */
export function otherOutput(json: unknown): OutputWord | null {
  // A list is of what its first element is.
  const object = Object(Array.isArray(json) ? json[0] : json) as Readonly<Record<string, unknown>>
  const found = OUTPUTS.find(([, schema, ...members]) =>
    schema === null ? members.every((member) => Object.hasOwn(object, member)) : object['schema'] === schema,
  )
  return found?.[0] ?? null
}
