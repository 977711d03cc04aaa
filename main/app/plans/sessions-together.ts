// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { SessionsPlan } from '#contract/sessions'
import { type Core, createCore } from '#core/create-core'
import type { PlanningInput } from '#core/planning/engine'
import { planTogether } from '#core/planning/together'
import type { SessionsOrder, SizedFile } from '../thread/protocol'

/** Plans sessions of the open model and of other files, which are opened for it alone. */
export async function sessionsTogether(
  { planner, engine }: Core,
  { modelId, configuration, count, others }: SessionsOrder,
): Promise<Result<SessionsPlan>> {
  const first = planner.input(modelId, configuration)
  if (!first.ok) return first
  const inputs: PlanningInput[] = []
  for (const [at, file] of others.entries()) {
    const input = await inputOf(createCore(engine, `other-${at}`), file, configuration)
    if (!input.ok) return input
    inputs.push(input.value)
  }
  const times = (input: PlanningInput, sessions: number) => Array.from({ length: sessions }, () => input)
  return planTogether([
    first.value,
    ...times(first.value, count - 1),
    ...inputs.flatMap((input) => times(input, count)),
  ])
}

async function inputOf(
  { store, planner }: Core,
  { path, shapes, values }: SizedFile,
  configuration: SessionsOrder['configuration'],
): Promise<Result<PlanningInput>> {
  const opened = await store.open(path, () => {})
  if (!opened.ok) return opened
  const sized = store.setInputShapes(opened.value.id, shapes, values)
  if (!sized.ok) return sized
  return planner.input(sized.value.id, configuration)
}
