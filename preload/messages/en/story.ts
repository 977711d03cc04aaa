import { clause, milliseconds } from '../figures'
import type { CategoryDelta, Sentences, StoryParameters } from '../message'
import { CATEGORY_NAMES, choiceName, counted, ISA_NAMES, listed, signedSize, size } from './names'

const parts = (deltas: readonly CategoryDelta[]) =>
  listed(deltas.map(({ category, delta }) => `${CATEGORY_NAMES[category]} ${signedSize(delta)}`))

/** How B, or the letter that is given, differs from A, and why. */
export const story: Sentences<StoryParameters> = {
  'engine.mnn': ({ version, lowMemoryBuild }) => `MNN ${version}${lowMemoryBuild ? ' low-memory' : ''}`,
  'engine.convscope': () => 'Convscope engine',
  'engine.other': ({ name }) => name,

  'cause.forcedInB': ({ layers, letter = 'B' }) => `${letter} forces it with the override “${layers}”`,
  'cause.forcedInA': ({ layers, letter = 'B' }) => `A forces it with the override “${layers}”, ${letter} does not`,
  'cause.memoryHeededByA': ({ a, b, later }, say) =>
    `${say(a)} heeds memory mode low, while ${say(b)} ${later ? 'no longer consults' : 'does not consult'} the memory mode for such layers`,
  'cause.memoryHeededByB': ({ a, b }, say) =>
    `${say(b)} heeds memory mode low, while ${say(a)} does not consult the memory mode for such layers`,
  'cause.otherRules': ({ a, b }, say) => `${say(b)} decides by other rules than ${say(a)}`,
  'cause.given': ({ b, changes }, say) => `${say(b)} was given ${changes.map(say).join(' and ')}`,
  'change.memory': ({ a, b }) => `memory mode ${b} instead of ${a}`,
  'change.isa': ({ a, b }) => `${ISA_NAMES[b]} instead of ${ISA_NAMES[a]}`,
  'change.precision': ({ a, b }) => `precision ${b} instead of ${a}`,
  'change.winogradLevel': ({ a, b }) => `Winograd memory level ${b} instead of ${a}`,
  'change.threads': ({ a, b }) => `${counted(b, 'thread')} instead of ${a}`,
  'cause.layout': ({ a, b }, say) => `${say(b)} lays out weights and scratch otherwise than ${say(a)}`,
  'cause.sizes': ({ causes }, say) => causes.map(say).join(', and '),
  'cause.blocks': ({ a, b }) => `${ISA_NAMES[b]} works on blocks of another size than ${ISA_NAMES[a]}`,
  'cause.scratch': ({ a, b, letter = 'B' }) => `scratch grows with the threads, ${b} in ${letter} where A has ${a}`,
  'cause.others': () => 'its sizes follow from what other layers were given',

  'why.still': ({ choice, cause }, say) => `Still ${choiceName(choice)}, but ${say(cause)}.`,
  'why.changed': ({ a, b, cause, inflation, reason, letter = 'B' }, say) => {
    const weights =
      inflation === null
        ? ''
        : `; the stored weights take ${inflation.b.toFixed(1)} times the size of the plain ones instead of ${inflation.a.toFixed(1)}`
    return `From ${choiceName(a)} to ${choiceName(b)}: ${say(cause)}${weights}; ${letter}’s rule: ${clause(say(reason))}.`
  },
  'total.same': ({ bytes, letter = 'B' }) => `A and ${letter} need the same memory as modelled, ${size(bytes)}.`,
  'total.differently': ({ bytes, parts: deltas, letter = 'B' }) =>
    `A and ${letter} need the same total as modelled, ${size(bytes)}, but differently: ${parts(deltas)}.`,
  'total.differs': ({ a, b, parts: deltas, letter = 'B' }) =>
    `As modelled, ${letter} needs ${size(b - a)} ${b > a ? 'more' : 'less'} than A, ${size(b)} instead of ${size(a)}: ${parts(deltas)}.`,
  'changes.noLayer': () => 'There is no convolution layer to compare.',
  'changes.none': ({ layers }) => `None of the ${counted(layers, 'convolution layer')} changes its algorithm.`,
  'changes.some': ({ changed, layers, kinds, others }) => {
    const shown = kinds.map(({ count, a, b }) => `${count} × ${choiceName(a)} → ${choiceName(b)}`)
    const list = listed(others > 0 ? [...shown, `${others} others`] : shown)
    const verb = changed === 1 ? 'changes its' : 'change their'
    return `${changed} of ${counted(layers, 'convolution layer')} ${verb} algorithm: ${list}.`
  },
  'weights.moved': ({ grown, shrunk, most }) => {
    const counts = [
      ...(grown > 0 ? [`grow in ${counted(grown, 'layer')}`] : []),
      ...(shrunk > 0 ? [`shrink in ${counted(shrunk, 'layer')}`] : []),
    ]
    const largest = most.map(({ name, delta }) => `“${name}” (${signedSize(delta)})`)
    return `Packed weights ${listed(counts)}, most of all ${listed(largest)}.`
  },
  'story.cause': ({ count, cause }, say) =>
    `${count === null ? 'The reason' : `The reason for ${count} of them`}: ${say(cause)}.`,
  'story.modesAlike': ({ engine, a, b }, say) =>
    `Under ${say(engine)}, memory modes ${a} and ${b} lead to the same choices here.`,
  'story.modeIdle': ({ engine, a, b }, say) =>
    `Changing the memory mode from ${a} to ${b} does nothing: under ${say(engine)} no layer’s choice depends on it.`,
  'story.measured': ({ peakA, peakB, inferenceA, inferenceB, letter = 'B' }) =>
    `Measured in Convscope’s engine, tracked memory peaks at ${size(peakA)} in A and ${size(peakB)} in ${letter}, and one inference takes ${milliseconds(inferenceA)} and ${milliseconds(inferenceB)}.`,
}
