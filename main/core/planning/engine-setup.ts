// SPDX-License-Identifier: Apache-2.0
import type { Snippet } from '#contract/advice'
import type { Configuration } from '#contract/configuration'

/** How users of an engine bring about what a profile plans for. */
export interface EngineSetup {
  /** Profiles of one engine are versions and builds of it: each may take another's place. */
  readonly engine: string
  readonly version: string
  /** CMake options of this build beside the defaults. */
  readonly buildOptions: readonly string[]
  /** Whether any override can be told the engine; else one is a "what if" unless its decision says what to tell. */
  readonly perLayer: boolean
  /** Whether the model buffer can be given back once the session is there. */
  readonly canReleaseModel: boolean
  /** Present where the engine reads from the model's own file what single layers are told. */
  readonly ownFile?: OwnFile
  /** What to build, write or type for a configuration; `modelFile` names the model. */
  code(request: CodeRequest): readonly Snippet[]
}

export interface OwnFile {
  /** Whether a file of this name is one whose text can be changed. */
  fits(modelFile: string): boolean
  /** The file's text with what each layer is told, all else as it was; null where it does not have such a layer once. */
  write(text: string, layers: readonly ToldLayer[]): string | null
}

export interface CodeRequest {
  readonly configuration: Configuration
  readonly modelFile: string
  readonly releaseModel: boolean
  /** Layers that the engine is told something for, by name (Decision.overridden). */
  readonly layers?: readonly ToldLayer[]
}

export interface ToldLayer {
  readonly name: string
  readonly told: string
}

/**
 * Below 0 where `a` comes before `b`: versions are numbers with dots between them, so that 2.10 comes after 2.9. A name
 * (a branch) comes after every number.
 */
export function compareVersions(a: string, b: string): number {
  const [own, other] = [a.split('.'), b.split('.')]
  const differs = own.findIndex((part, at) => part !== other[at] && numberOf(part) !== numberOf(other[at]))
  return differs < 0 ? own.length - other.length : numberOf(own[differs]) - numberOf(other[differs])
}

/** Names are equal to each other; a part that is not there comes first. */
function numberOf(part: string | undefined): number {
  if (part === undefined) return -1
  return /^\d+$/.test(part) ? Number(part) : Number.MAX_VALUE
}
