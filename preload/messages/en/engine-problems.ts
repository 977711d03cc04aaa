// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { clause } from '../figures'
import type { Nested, SayNested } from '../sentence'
import type { EngineName } from './engines'
import { choiceName } from './names'

/** Why a configuration cannot be planned or run, and what to do then. */
export const engineProblems = {
  'problem.plan.mistake': ({ node, detail }: { node: string | null; detail: string }) =>
    node === null
      ? `Convscope made a mistake while planning: ${detail}`
      : `Convscope made a mistake while planning “${node}”: ${detail}`,
  'problem.plan.profile': ({ profile, known }: { profile: string; known: readonly string[] }) =>
    `There is no engine profile “${profile}”; the profiles are ${known.join(', ')}.`,
  'problem.plan.sharing': () => 'This engine does not make sessions in that way.',
  'problem.plan.threads': ({ threads, most }: { threads: number; most: number }) =>
    `The number of threads must be a whole number from 1 to ${most}, not ${threads}.`,
  'problem.plan.isa': ({ isa, known }: { isa: string; known: readonly string[] }) =>
    `There is no instruction set “${isa}”; those planned for are ${known.join(', ')}.`,
  'problem.plan.profileIsa': (
    { engine, isa, known }: { engine: EngineName; isa: string; known: readonly string[] },
    say: SayNested,
  ) => `${say(engine)} has no kernels for the instruction set “${isa}”; it has ${known.join(', ')}.`,
  'problem.override.many': ({ most, count }: { most: number; count: number }) =>
    `A configuration has at most ${most} overrides, not ${count}.`,
  'problem.override.unnamed': () => 'An override must name a layer or a pattern of names.',
  'problem.override.algorithm': ({
    layers,
    algorithm,
    known,
  }: {
    layers: string
    algorithm: string
    known: readonly string[]
  }) => `The override of “${layers}” asks for “${algorithm}”; the algorithms are ${known.join(', ')}.`,
  'problem.override.unit': ({ layers, unit }: { layers: string; unit: number }) =>
    `The override of “${layers}” asks for Winograd unit ${unit}; a unit is a whole number from 1.`,
  'problem.override.unitless': ({ layers, wanted }: { layers: string; wanted: Choice }) =>
    `The override of “${layers}” asks for ${choiceName(wanted)}; only Winograd has units.`,
  'problem.override.noneFits': ({ layers }: { layers: string }) =>
    `No convolution of this model has a name that fits the override “${layers}”.`,
  'problem.override.noSuchLayer': ({ layers }: { layers: string }) =>
    `This model has no convolution named “${layers}”, which an override asks for.`,
  'problem.override.impossible': (
    {
      name,
      layers,
      wanted,
      obstacle,
    }: {
      name: string
      /** The override’s own text, where that is a pattern. */
      layers: string | null
      wanted: Choice
      /** The end of a sentence, or a refusal. */
      obstacle: Nested
    },
    say: SayNested,
  ) => {
    const where = layers === null ? '' : `, the first layer that fits the override “${layers}”,`
    return `“${name}”${where} cannot be ${choiceName(wanted)}: ${clause(say(obstacle))}.`
  },
  'hint.layerNames': () => 'Names are those of the layer table; * stands for any characters, ? for one.',
  'hint.offeredAlgorithm': () => 'Remove the override, or choose an algorithm that the layer’s candidates offer.',
  'problem.engine.notLoaded': () =>
    'Convscope’s own engine is not loaded, so its kernels cannot be asked for their sizes.',
  'hint.buildOwn': () => 'Run “npm run build:native”, then start Convscope again; the MNN profiles work without it.',
  'problem.engine.building': () =>
    'The native engine is still being compiled: running, and plans of Convscope’s own engine, are possible as soon as it is ready.',
  'problem.engine.buildFailed': ({ reason, log }: { reason: string; log: string }) =>
    `The native engine could not be compiled (${reason}); all that the build printed is in ${log}.`,
  'hint.buildTools': () =>
    'It takes CMake and a C++20 compiler. Start Convscope again to have it tried again; all other profiles work without it.',
  'problem.engine.notBuilt': ({ path }: { path: string }) => `The native engine is not built: there is no ${path}.`,
  'problem.engine.unloadable': ({ path, cause }: { path: string; cause: string }) =>
    `The native engine at ${path} cannot be loaded: ${cause}`,
  'hint.build': () => 'Run “npm run build:native”, then start Convscope again.',
  'problem.engine.noMemory': () => 'The system has no memory left.',
  'problem.engine.noBlock': ({ bytes }: { bytes: number }) => `The system has no memory for a block of ${bytes} bytes.`,
  'problem.engine.noThreads': ({ threads }: { threads: number }) => `The system refused to start ${threads} threads.`,
  'problem.engine.isa': ({ isa }: { isa: string }) => `This machine cannot execute the instruction set ${isa}.`,
  'problem.weights.open': ({ path, cause }: { path: string; cause: string }) =>
    `The weight file ${path} cannot be opened: ${cause}.`,
  'problem.weights.noFile': ({ path }: { path: string }) => `The weight file ${path} is not a regular file.`,
  'problem.weights.read': ({ path, cause }: { path: string; cause: string }) =>
    `The weight file ${path} cannot be read: ${cause}.`,
  'problem.weights.short': ({ path, end, needed }: { path: string; end: number; needed: number }) =>
    `The weight file ${path} ends at byte ${end}, before byte ${needed} where the weights end.`,
  'problem.engine.failed': ({ detail }: { code: string; detail: string }) => detail,
  'problem.engine.atNode': ({ node, what }: { node: string; what: Nested }, say: SayNested) =>
    `${JSON.stringify(node)}: ${say(what)}`,
  'hint.lessMemory': () => 'Choose a lower memory mode or smaller input shapes.',
  'problem.run.cannotExecute': (
    {
      nodes,
      more,
    }: {
      nodes: readonly { name: string; op: string; reason: Nested }[]
      /** Nodes that are not listed. */
      more: number
    },
    say: SayNested,
  ) => {
    const named = nodes.map(({ name, op, reason }) => `“${name}” (${op}): ${clause(say(reason))}`)
    return `The engine cannot execute ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
  },
  'problem.run.isa': ({ isa }: { isa: string }) => `This machine cannot execute a plan made for ${isa}.`,
  'hint.executableIsas': ({ known }: { known: readonly string[] }) =>
    `Choose an instruction set that it has: ${known.join(', ')}.`,
  'problem.run.weights': ({ node, why }: { node: string; why: Nested }, say: SayNested) =>
    `The weights of “${node}” cannot be read: ${say(why)}.`,
  'problem.run.quantised': ({ tensor, why }: { tensor: string; why: Nested }, say: SayNested) =>
    `The quantised values of “${tensor}” cannot be read: they ${say(why)}.`,
  'problem.run.cancelled': () => 'The run was cancelled.',
  'problem.run.bug': ({ cause }: { cause: string }) => `The run failed because of a bug in Convscope: ${cause}`,
  'problem.run.fileGone': ({ path }: { path: string }) => `The model file ${path} is no longer there.`,
  'problem.run.fileChanged': ({ path }: { path: string }) => `The model file ${path} has changed since it was opened.`,
  'hint.openModelFile': ({ file }: { file: string }) => `Open ${file} to plan and run it.`,
  'hint.openAgain': () => 'Open the file again.',
  'problem.input.single': ({ inputs }: { inputs: number }) =>
    `An input file feeds a single input, but this model has ${inputs}.`,
  'hint.syntheticInput': () => 'Run it with synthetic input.',
  'problem.input.size': ({
    path,
    bytes,
    input,
    dims,
    expected,
  }: {
    path: string
    bytes: number
    input: string
    dims: readonly number[]
    expected: number
  }) => `The input file ${path} has ${bytes} bytes, but the input “${input}” of ${dims.join('×')} takes ${expected}.`,
  'hint.rawInput': () => 'The file must hold raw little-endian float32 values in the order of the input’s dimensions.',
  'problem.input.changed': ({ path }: { path: string }) => `${path} changed while it was read.`,
  'problem.input.missing': ({ path }: { path: string }) => `The input file ${path} does not exist.`,
  'problem.input.unreadable': ({ path }: { path: string }) => `The input file ${path} cannot be read.`,
}
