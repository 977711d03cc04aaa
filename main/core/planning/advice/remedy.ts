// SPDX-License-Identifier: Apache-2.0
import type { Remedy, RemedyChange, TriedPlan } from '#contract/advice'
import { type Configuration, type Override, settingValue } from '#contract/configuration'
import { isLowerBound, type Plan } from '#contract/plan'
import { compareVersions, type EngineSetup } from '../engine-setup'
import { profileOf } from '../engines'
import { choiceKey } from '../selection/choice'
import { toldLayers } from '../told-layers'
import { timeRatio } from './time'

/** What a remedy is measured against. */
export interface Present {
  readonly plan: Plan
  readonly modelFile: string
  nameOf(node: number): string
}

/** A plan under another configuration as a remedy for the present one. */
export function remedyOf({ plan: now, modelFile, nameOf }: Present, plan: Plan): Remedy {
  const { configuration } = plan
  const changes = changesTo(now, plan)
  const setup = setupOf(configuration)
  const whatIf = isWhatIf(plan)
  const layers = toldLayers(plan, nameOf)
  return {
    id: JSON.stringify(configuration),
    changes,
    configuration,
    totals: plan.totals,
    totalBytes: plan.totalBytes,
    lowerBound: isLowerBound(plan),
    savedBytes: now.totalBytes - plan.totalBytes,
    timeRatio: timeRatio(now, plan),
    changedLayers: changedNodes(now, plan).length,
    whatIf,
    code: whatIf ? [] : setup.code({ configuration, modelFile, releaseModel: false, layers }),
    ...(!whatIf && layers.length > 0 && setup.ownFile?.fits(modelFile) === true && { savesModel: true }),
  }
}

/** A plan as one of those that were tried; with the model buffer given back it is another one, where the engine can do that. */
export function triedPlans(now: Plan, plan: Plan): readonly TriedPlan[] {
  const { configuration, totals, totalBytes } = plan
  const { canReleaseModel } = setupOf(configuration)
  const id = JSON.stringify(configuration)
  const changes = changesTo(now, plan)
  const lowerBound = isLowerBound(plan)
  const tried = { changes, configuration, lowerBound, timeRatio: timeRatio(now, plan), whatIf: isWhatIf(plan) }
  const kept = { ...tried, id, totalBytes }
  if (!canReleaseModel || totals.modelBuffer === 0) return [kept]
  const released: TriedPlan = {
    ...tried,
    id: `${id} ${RELEASED}`,
    changes: [...changes, { kind: 'releaseModel' }],
    totalBytes: totalBytes - totals.modelBuffer,
  }
  return [kept, released]
}

/** Whether it forces what the engine cannot be told. */
function isWhatIf({ configuration, decisions }: Plan): boolean {
  return (
    !setupOf(configuration).perLayer && decisions.some(({ overridden }) => overridden && overridden.told === undefined)
  )
}

const RELEASED = 'release-model'

/** The call that gives the model buffer back; null where there is none, or nothing to give back. */
export function releaseModelRemedy({ plan: now, modelFile }: Present): Remedy | null {
  const { configuration, totals, totalBytes } = now
  const setup = setupOf(configuration)
  if (!setup.canReleaseModel || totals.modelBuffer === 0) return null
  return {
    id: RELEASED,
    changes: [{ kind: 'releaseModel' }],
    configuration: null,
    totals: { ...totals, modelBuffer: 0 },
    totalBytes: totalBytes - totals.modelBuffer,
    lowerBound: isLowerBound(now),
    savedBytes: totals.modelBuffer,
    timeRatio: 1,
    changedLayers: 0,
    whatIf: false,
    code: setup.code({ configuration, modelFile, releaseModel: true }),
  }
}

function setupOf({ profile }: Configuration): EngineSetup {
  const found = profileOf(profile)
  if (found === undefined) throw new Error(`the profile ${profile} has no rules`)
  return found.setup
}

function changesTo(now: Plan, plan: Plan): RemedyChange[] {
  const before = now.configuration
  const after = plan.configuration
  const changes: RemedyChange[] = []
  if (before.profile !== after.profile) {
    const setup = setupOf(after)
    const order = compareVersions(setup.version, setupOf(before).version)
    changes.push(
      order === 0
        ? { kind: 'build', to: after.profile, options: setup.buildOptions }
        : {
            kind: 'version',
            to: after.profile,
            newer: order > 0,
            ...(profileOf(after.profile)?.onlyRead?.(after) === true && { onlyRead: true }),
          },
    )
  }
  for (const setting of profileOf(after.profile)?.traits.settings ?? []) {
    const to = settingValue(setting, after)
    if (settingValue(setting, before) !== to) changes.push({ kind: 'setting', setting: setting.id, to })
  }
  if (before.threads !== after.threads) changes.push({ kind: 'threads', to: after.threads })
  if (!sameOverrides(before.overrides, after.overrides)) {
    const overrides = after.overrides ?? []
    changes.push({ kind: 'overrides', overrides, nodes: changedNodes(now, plan) })
  }
  return changes
}

function sameOverrides(a: readonly Override[] = [], b: readonly Override[] = []): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function changedNodes(now: Plan, plan: Plan): number[] {
  const before = new Map(now.decisions.map((decision) => [decision.node, choiceKey(decision)]))
  return plan.decisions.filter((decision) => before.get(decision.node) !== choiceKey(decision)).map(({ node }) => node)
}
