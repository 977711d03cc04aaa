import type { EngineName } from './engines'
import type { NamedChoice } from './named-choice'
import type { None } from './parameters'

/**
 * Why a configuration cannot be planned or run, and what to do then: whole sentences, without those that have messages
 * within (message.ts). Causes of the system are English.
 */
export interface PlainEngineProblems {
  'problem.plan.profile': { readonly profile: string; readonly known: readonly string[] }
  'problem.plan.threads': { readonly threads: number; readonly most: number }
  'problem.plan.memory': { readonly memory: string; readonly known: readonly string[] }
  'problem.plan.precision': { readonly precision: string; readonly known: readonly string[] }
  'problem.plan.isa': { readonly isa: string; readonly known: readonly string[] }
  'problem.plan.profileIsa': { readonly engine: EngineName; readonly isa: string; readonly known: readonly string[] }
  'problem.plan.level': { readonly level: number; readonly known: readonly number[] }
  'problem.plan.noLevel': { readonly engine: EngineName; readonly only: number }
  'problem.override.many': { readonly most: number; readonly count: number }
  'problem.override.unnamed': None
  'problem.override.algorithm': {
    readonly layers: string
    readonly algorithm: string
    readonly known: readonly string[]
  }
  'problem.override.unit': { readonly layers: string; readonly unit: number }
  'problem.override.unitless': { readonly layers: string; readonly wanted: NamedChoice }
  'problem.override.noneFits': { readonly layers: string }
  'problem.override.noSuchLayer': { readonly layers: string }
  'hint.layerNames': None
  'hint.offeredAlgorithm': None
  'problem.engine.notLoaded': None
  'hint.buildOwn': None
  'problem.engine.notBuilt': { readonly path: string }
  'problem.engine.unloadable': { readonly path: string; readonly cause: string }
  'hint.build': None
  'problem.engine.noMemory': None
  'problem.engine.noBlock': { readonly bytes: number }
  'problem.engine.noThreads': { readonly threads: number }
  'problem.engine.isa': { readonly isa: string }
  'problem.weights.open': { readonly path: string; readonly cause: string }
  'problem.weights.noFile': { readonly path: string }
  'problem.weights.read': { readonly path: string; readonly cause: string }
  'problem.weights.short': { readonly path: string; readonly end: number; readonly needed: number }
  'problem.engine.failed': { readonly code: string; readonly detail: string }
  'hint.lessMemory': None
  'problem.run.isa': { readonly isa: string }
  'hint.executableIsas': { readonly known: readonly string[] }
  'problem.run.cancelled': None
  'problem.run.bug': { readonly cause: string }
  'problem.run.fileGone': { readonly path: string }
  'problem.run.fileChanged': { readonly path: string }
  'hint.openAgain': None
  'problem.input.single': { readonly inputs: number }
  'hint.syntheticInput': None
  'problem.input.size': {
    readonly path: string
    readonly bytes: number
    readonly input: string
    readonly dims: readonly number[]
    readonly expected: number
  }
  'hint.rawInput': None
  'problem.input.changed': { readonly path: string }
  'problem.input.missing': { readonly path: string }
  'problem.input.unreadable': { readonly path: string }
}
