import type { Category } from '#contract/categories'
import type { InstructionSet, MemoryMode, Precision, WinogradLevel } from '#contract/configuration'
import type { DialogParameters } from './parameters/dialogs'
import type { PlainEngineProblems } from './parameters/engine-problems'
import type { EngineName, EngineParameters } from './parameters/engines'
import type { DocumentParameters, FileParameters } from './parameters/files'
import type { NamedChoice } from './parameters/named-choice'
import type { PlainNotes } from './parameters/notes'
import type { ObstacleParameters } from './parameters/obstacles'
import type { None } from './parameters/parameters'
import type { CostId, PartId } from './parameters/parts'
import type { HintParameters, ProblemParameters, WarningParameters } from './parameters/problems'
import type { KernelRefusalParameters } from './parameters/refusals'
import type { RuleParameters } from './parameters/rules'
import type { InputParameters, ShapeParameters } from './parameters/shapes'
import type { CodingParameters, NodeParameters, TensorParameters } from './parameters/tensors'
import type { UnrunnableParameters } from './parameters/unrunnable'
import type { UnsupportedParameters } from './parameters/unsupported'

export type { NamedChoice } from './parameters/named-choice'
export type { UnrunnableParameters } from './parameters/unrunnable'

/*
 * What the engine says, before it has a language: which sentence, and what is put in. A language is a catalogue
 * that has every sentence (en, zh-CN); say.ts makes text of a message. Sizes are bytes, times nanoseconds.
 */

/** What the side that is held against A goes by: B where it is not said. */
interface Lettered {
  readonly letter?: string
}

/** Why a layer cannot be given what an override asks for: ends of sentences. */
interface ForcingObstacleParameters {
  'obstacle.computedWeight': None
  'obstacle.noUnit': { readonly unit: number; readonly kernel: string; readonly units: readonly number[] }
  'obstacle.depthwise': None
  'obstacle.notDepthwise': None
  'obstacle.ownDepthwise': None
  'obstacle.oneGroup': None
  'obstacle.noPlainProduct': None
  'obstacle.noStreaming': None
  'obstacle.rule': { readonly reason: Message }
  'obstacle.notOffered': None
  'obstacle.notPointwise': { readonly kernel: string }
  'obstacle.notInVersion': None
  /** `kernels`: ids of those that the layer can have. */
  'obstacle.noSuchKernel': { readonly kernels: readonly string[] }
}

export interface RefusalParameters extends KernelRefusalParameters {
  'refusal.inEveryGroup': { readonly why: Message }
}

/** What bounds the unit of Winograd, and why none is taken: ends of sentences. */
interface BoundParameters {
  'bound.threads': { readonly positions: number; readonly threads: number }
  'bound.rows': { readonly positions: number; readonly rows: number }
  'bound.threadRows': { readonly positions: number; readonly threads: number; readonly rows: number }
  'bound.level': { readonly level: WinogradLevel }
  'failure.noUnit': { readonly bound: number; readonly source: Message }
  'failure.noPositiveRate': None
  'failure.belowOne': { readonly rate: number; readonly unit: number }
}

/** Why MNN takes or leaves a candidate. Versions as "3.6.1". */
interface MnnReasonParameters {
  'mnn.computedWeight': None
  'mnn.sparse': None
  'mnn.sparseFirst': None
  'mnn.strassen': None
  'mnn.strassenFirst': None
  'mnn.noStrassen': { readonly why: Message }
  'mnn.strassenAlways': { readonly staging: boolean }
  'mnn.strassenAlwaysFirst': None
  'mnn.strassenNeedsOne': { readonly kernel: string }
  'mnn.noWinograd': { readonly why: Message }
  'mnn.tiledBecause': { readonly why: Message }
  'mnn.noWinogradSoTiled': { readonly why: Message }
  'mnn.tiledFailure': { readonly why: Message }
  'mnn.staysTiledFailure': { readonly why: Message }
  'mnn.levelBeforeUnits': None
  'mnn.levelSoTiled': None
  'mnn.memoryFirst': None
  'mnn.memoryTiles': { readonly version: string; readonly lowMemoryBuild: boolean }
  'mnn.memoryDisablesUnits': None
  'mnn.memoryDisablesWinograd': None
  'mnn.memoryNeverLookedAt': { readonly reason: Message }
  'mnn.unitAboveBound': { readonly unit: number; readonly bound: number; readonly source: Message }
  'mnn.rateNoGain': { readonly rate: number }
  'mnn.rateOnly': { readonly rate: number; readonly unit: number }
  'mnn.rateBest': { readonly rate: number; readonly units: readonly number[] }
  'mnn.rateNotAbove': { readonly rate: number; readonly best: number; readonly unit: number }
  'mnn.winogradPasses': { readonly unit: number }
  'mnn.winogradPassesOld': { readonly unit: number }
  'mnn.costLeast': { readonly cost: number; readonly tiled: number }
  'mnn.costLeastButAbove': { readonly cost: number; readonly tiled: number }
  'mnn.costNotBelow': { readonly cost: number; readonly best: number; readonly unit: number }
  'mnn.tiledCostNotBelow': { readonly cost: number; readonly best: number; readonly unit: number }
  'mnn.tiledNoUnit': { readonly bound: number }
  'mnn.tiledCostBelow': { readonly cost: number; readonly best: number; readonly unit: number }
  'mnn.depthwiseShared': None
  'mnn.noDepthwise3x3': { readonly why: Message }
  'mnn.depthwiseGeneral': { readonly why: Message }
  'mnn.depthwise3x3': { readonly twoByTwo: boolean }
  'mnn.depthwise3x3First': None
  'mnn.depthwise3x3NeedsKernel': { readonly kernel: string }
  'mnn.depthwiseGeneralKernel': { readonly kernel: string }
  'mnn.depthwise3x3NeedsStride': None
  'mnn.depthwiseGeneralStrided': None
  'mnn.integersHybrid': { readonly bits: number }
  'mnn.integersWidened': { readonly bits: number }
  'mnn.integersFirst': { readonly bits: number }
  'mnn.integersQuantised': { readonly bits: number }
  'mnn.integersKeptFirst': None
  'mnn.groups': { readonly groups: number; readonly reason: Message }
  'mnn.withinGroup': { readonly reason: Message }
}

/** Overrides. `layers`: the override’s own text. */
interface ForcedReasonParameters {
  'forced.same': { readonly layers: string }
  'forced.instead': { readonly layers: string; readonly choice: NamedChoice; readonly reason: Message }
  'forced.setAside': { readonly layers: string; readonly reason: Message }
  'forced.insteadOfMode': { readonly layers: string; readonly kernel: string | null }
  'forced.setAsideShort': { readonly layers: string }
}

/** Why Convscope’s own engine takes or leaves a kernel. `kernel`: its id. `growth`: times the file’s weights. */
interface ConvscopeReasonParameters {
  'convscope.streams': { readonly workspace: number }
  'convscope.packsLeast': { readonly packed: number; readonly workspace: number }
  'convscope.fastest': { readonly measured: boolean; readonly ns: number }
  'convscope.losesLeast': {
    readonly ns: number
    readonly bestNs: number
    readonly budget: number
    readonly growth: number
  }
  'convscope.wholeWeightsOnly': None
  'convscope.kernelRefused': { readonly kernel: string; readonly reason: Message }
  'convscope.eachGroup': { readonly kernel: string; readonly reason: Message }
  'convscope.streamsInLowOnly': None
  'convscope.fasterButPacks': {
    readonly measured: boolean
    readonly ns: number
    readonly more: number
    readonly budget: number
    readonly growth: number
  }
  'convscope.noFaster': { readonly measured: boolean; readonly ns: number; readonly chosenNs: number }
  'convscope.slower': { readonly measured: boolean; readonly ns: number; readonly chosenNs: number }
  'convscope.needsWorkspace': { readonly workspace: number; readonly limit: number }
  'convscope.packsMore': { readonly packed: number; readonly chosen: number }
  'convscope.samePackedMoreWorkspace': { readonly workspace: number; readonly chosen: number }
  'convscope.noLess': None
}

/** Why layers differ between A and B: clauses. Engines by name. */
interface CauseParameters {
  'cause.forcedInB': { readonly layers: string } & Lettered
  'cause.forcedInA': { readonly layers: string } & Lettered
  'cause.memoryHeededByA': { readonly a: EngineName; readonly b: EngineName; readonly later: boolean }
  'cause.memoryHeededByB': { readonly a: EngineName; readonly b: EngineName }
  'cause.otherRules': { readonly a: EngineName; readonly b: EngineName }
  'cause.given': { readonly b: EngineName; readonly changes: readonly Message[] }
  'change.memory': { readonly a: MemoryMode; readonly b: MemoryMode }
  'change.isa': { readonly a: InstructionSet; readonly b: InstructionSet }
  'change.precision': { readonly a: Precision; readonly b: Precision }
  'change.winogradLevel': { readonly a: WinogradLevel; readonly b: WinogradLevel }
  'change.threads': { readonly a: number; readonly b: number }
  'cause.layout': { readonly a: EngineName; readonly b: EngineName }
  'cause.sizes': { readonly causes: readonly Message[] }
  'cause.blocks': { readonly a: InstructionSet; readonly b: InstructionSet }
  'cause.scratch': { readonly a: number; readonly b: number } & Lettered
  'cause.others': None
}

/** The story of a comparison. Deltas are B − A. */
interface ComparisonParameters {
  'why.still': { readonly choice: NamedChoice; readonly cause: Message }
  'why.changed': {
    readonly a: NamedChoice
    readonly b: NamedChoice
    readonly cause: Message
    /** Packed over plain weights, where the change does much to it. */
    readonly inflation: { readonly a: number; readonly b: number } | null
    readonly reason: Message
  } & Lettered
  'total.same': { readonly bytes: number } & Lettered
  'total.differently': { readonly bytes: number; readonly parts: readonly CategoryDelta[] } & Lettered
  'total.differs': { readonly a: number; readonly b: number; readonly parts: readonly CategoryDelta[] } & Lettered
  'changes.noLayer': None
  'changes.none': { readonly layers: number }
  'changes.some': {
    readonly changed: number
    readonly layers: number
    readonly kinds: readonly { readonly count: number; readonly a: NamedChoice; readonly b: NamedChoice }[]
    /** Layers whose kind of change is not listed. */
    readonly others: number
  }
  'weights.moved': {
    readonly grown: number
    readonly shrunk: number
    readonly most: readonly { readonly name: string; readonly delta: number }[]
  }
  /** `count`: layers that it holds for; null: all that change. */
  'story.cause': { readonly count: number | null; readonly cause: Message }
  'story.modesAlike': { readonly engine: EngineName; readonly a: MemoryMode; readonly b: MemoryMode }
  'story.modeIdle': { readonly engine: EngineName; readonly a: MemoryMode; readonly b: MemoryMode }
  'story.measured': {
    readonly peakA: number
    readonly peakB: number
    readonly inferenceA: number
    readonly inferenceB: number
  } & Lettered
}

/** What a plan's figures include, assume or leave out. */
export interface NoteParameters extends PlainNotes {
  /** Some layers that a pattern means; `obstacle`: why not the first, the end of a sentence or a refusal. */
  'note.overrideLeavesOut': {
    readonly layers: string
    readonly count: number
    readonly meant: number
    readonly wanted: NamedChoice
    readonly first: string
    readonly obstacle: Message
  }
}

/** Where a run departs from its plan. Kernels by id; `first`: the first layer, `others`: how many more. */
export interface RunParameters {
  'run.otherKernel': { readonly difference: Message; readonly first: string; readonly others: number }
  'difference.kernel': { readonly ours: string; readonly theirs: string }
  'difference.unit': { readonly ours: number; readonly theirs: number }
  'difference.strassen': None
  'difference.depthwise3x3': None
  'run.dequantised': { readonly weights: number }
  'run.wholeNumbers': None
  'run.lostEvents': { readonly events: number }
}

/** Why a configuration cannot be planned or run, and what to do then: whole sentences. */
export interface EngineProblemParameters extends PlainEngineProblems {
  'problem.override.impossible': {
    readonly name: string
    /** The override’s own text, where that is a pattern. */
    readonly layers: string | null
    readonly wanted: NamedChoice
    /** The end of a sentence, or a refusal. */
    readonly obstacle: Message
  }
  'problem.engine.atNode': { readonly node: string; readonly what: Message }
  'problem.run.cannotExecute': {
    readonly nodes: readonly { readonly name: string; readonly op: string; readonly reason: Message }[]
    /** Nodes that are not listed. */
    readonly more: number
  }
  'problem.run.quantised': { readonly tensor: string; readonly why: Message }
  'problem.run.weights': { readonly node: string; readonly why: Message }
}

export interface CategoryDelta {
  readonly category: Category
  readonly delta: number
}

export type PartParameters = { readonly [Id in PartId | CostId]: None }

export type ReasonParameters = ObstacleParameters &
  ForcingObstacleParameters &
  BoundParameters &
  MnnReasonParameters &
  ForcedReasonParameters &
  ConvscopeReasonParameters
export type StoryParameters = EngineParameters & CauseParameters & ComparisonParameters

/** Text that has its language already: of the native engine, or of a saved document. */
interface TextParameters {
  text: { readonly text: string }
}

/** What is wrong with files, models and requests, and what can be done about it. */
type TroubleParameters = CodingParameters &
  DocumentParameters &
  FileParameters &
  HintParameters &
  InputParameters &
  NodeParameters &
  ProblemParameters &
  ShapeParameters &
  TensorParameters &
  UnsupportedParameters &
  WarningParameters

type Sentence = TextParameters &
  DialogParameters &
  NoteParameters &
  ReasonParameters &
  RefusalParameters &
  StoryParameters &
  RuleParameters &
  RunParameters &
  EngineProblemParameters &
  TroubleParameters &
  UnrunnableParameters
type Parameters = Sentence & PartParameters
export type MessageId = keyof Parameters

/** A sentence, the end of one, or a name, with what is put in. */
export type Message =
  | { readonly [Id in keyof Sentence]: { readonly id: Id } & Sentence[Id] }[keyof Sentence]
  | { readonly id: PartId | CostId }

/** Makes text of messages within messages. */
export type Say = (message: Message) => string

/** Every sentence of one language for some of the messages. */
export type Sentences<P> = { readonly [Id in keyof P]: (parameters: P[Id], say: Say) => string }

export type Catalogue = Sentences<Parameters>
