import { clause } from '../figures'
import type { EngineProblemParameters, Sentences } from '../message'
import { choiceName } from './names'

/** Why a configuration cannot be planned or run, and what to do then. */
export const engineProblems: Sentences<EngineProblemParameters> = {
  'problem.plan.profile': ({ profile, known }) =>
    `There is no engine profile “${profile}”; the profiles are ${known.join(', ')}.`,
  'problem.plan.threads': ({ threads, most }) =>
    `The number of threads must be a whole number from 1 to ${most}, not ${threads}.`,
  'problem.plan.memory': ({ memory, known }) =>
    `There is no memory mode “${memory}”; the modes are ${known.join(', ')}.`,
  'problem.plan.precision': ({ precision, known }) =>
    `There is no precision “${precision}”; there are ${known.join(', ')}.`,
  'problem.plan.isa': ({ isa, known }) =>
    `There is no instruction set “${isa}”; those planned for are ${known.join(', ')}.`,
  'problem.plan.profileIsa': ({ engine, isa, known }, say) =>
    `${say(engine)} has no kernels for the instruction set “${isa}”; it has ${known.join(', ')}.`,
  'problem.plan.level': ({ level, known }) =>
    `There is no Winograd memory level ${level}; the levels are ${known.join(', ')}.`,
  'problem.plan.noLevel': ({ engine, only }, say) =>
    `${say(engine)} has no hint for Winograd’s memory level; only ${only} can be planned for.`,
  'problem.override.many': ({ most, count }) => `A configuration has at most ${most} overrides, not ${count}.`,
  'problem.override.unnamed': () => 'An override must name a layer or a pattern of names.',
  'problem.override.algorithm': ({ layers, algorithm, known }) =>
    `The override of “${layers}” asks for “${algorithm}”; the algorithms are ${known.join(', ')}.`,
  'problem.override.unit': ({ layers, unit }) =>
    `The override of “${layers}” asks for Winograd unit ${unit}; a unit is a whole number from 1.`,
  'problem.override.unitless': ({ layers, wanted }) =>
    `The override of “${layers}” asks for ${choiceName(wanted)}; only Winograd has units.`,
  'problem.override.noneFits': ({ layers }) =>
    `No convolution of this model has a name that fits the override “${layers}”.`,
  'problem.override.noSuchLayer': ({ layers }) =>
    `This model has no convolution named “${layers}”, which an override asks for.`,
  'problem.override.impossible': ({ name, layers, wanted, obstacle }, say) => {
    const where = layers === null ? '' : `, the first layer that fits the override “${layers}”,`
    return `“${name}”${where} cannot be ${choiceName(wanted)}: ${clause(say(obstacle))}.`
  },
  'hint.layerNames': () => 'Names are those of the layer table; * stands for any characters, ? for one.',
  'hint.offeredAlgorithm': () => 'Remove the override, or choose an algorithm that the layer’s candidates offer.',
  'problem.engine.notLoaded': () =>
    'Convscope’s own engine is not loaded, so its kernels cannot be asked for their sizes.',
  'hint.buildOwn': () => 'Run “npm run build:native”, then start Convscope again; the MNN profiles work without it.',
  'problem.engine.notBuilt': ({ path }) => `The native engine is not built: there is no ${path}.`,
  'problem.engine.unloadable': ({ path, cause }) => `The native engine at ${path} cannot be loaded: ${cause}`,
  'hint.build': () => 'Run “npm run build:native”, then start Convscope again.',
  'problem.engine.noMemory': () => 'The system has no memory left.',
  'problem.engine.noBlock': ({ bytes }) => `The system has no memory for a block of ${bytes} bytes.`,
  'problem.engine.noThreads': ({ threads }) => `The system refused to start ${threads} threads.`,
  'problem.engine.isa': ({ isa }) => `This machine cannot execute the instruction set ${isa}.`,
  'problem.weights.open': ({ path, cause }) => `The weight file ${path} cannot be opened: ${cause}.`,
  'problem.weights.noFile': ({ path }) => `The weight file ${path} is not a regular file.`,
  'problem.weights.read': ({ path, cause }) => `The weight file ${path} cannot be read: ${cause}.`,
  'problem.weights.short': ({ path, end, needed }) =>
    `The weight file ${path} ends at byte ${end}, before byte ${needed} where the weights end.`,
  'problem.engine.failed': ({ detail }) => detail,
  'problem.engine.atNode': ({ node, what }, say) => `${JSON.stringify(node)}: ${say(what)}`,
  'hint.lessMemory': () => 'Choose a lower memory mode or smaller input shapes.',
  'problem.run.cannotExecute': ({ nodes, more }, say) => {
    const named = nodes.map(({ name, op, reason }) => `“${name}” (${op}): ${clause(say(reason))}`)
    return `The engine cannot execute ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
  },
  'problem.run.isa': ({ isa }) => `This machine cannot execute a plan made for ${isa}.`,
  'hint.executableIsas': ({ known }) => `Choose an instruction set that it has: ${known.join(', ')}.`,
  'problem.run.weights': ({ node, why }, say) => `The weights of “${node}” cannot be read: ${say(why)}.`,
  'problem.run.quantised': ({ tensor, why }, say) =>
    `The quantised values of “${tensor}” cannot be read: they ${say(why)}.`,
  'problem.run.cancelled': () => 'The run was cancelled.',
  'problem.run.bug': ({ cause }) => `The run failed because of a bug in Convscope: ${cause}`,
  'problem.run.fileGone': ({ path }) => `The model file ${path} is no longer there.`,
  'problem.run.fileChanged': ({ path }) => `The model file ${path} has changed since it was opened.`,
  'hint.openAgain': () => 'Open the file again.',
  'problem.input.single': ({ inputs }) => `An input file feeds a single input, but this model has ${inputs}.`,
  'hint.syntheticInput': () => 'Run it with synthetic input.',
  'problem.input.size': ({ path, bytes, input, dims, expected }) =>
    `The input file ${path} has ${bytes} bytes, but the input “${input}” of ${dims.join('×')} takes ${expected}.`,
  'hint.rawInput': () => 'The file must hold raw little-endian float32 values in the order of the input’s dimensions.',
  'problem.input.changed': ({ path }) => `${path} changed while it was read.`,
  'problem.input.missing': ({ path }) => `The input file ${path} does not exist.`,
  'problem.input.unreadable': ({ path }) => `The input file ${path} cannot be read.`,
}
