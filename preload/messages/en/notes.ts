// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { clause, duration, roughSize, size } from '../figures'
import { shortened } from '../plain-text'
import type { Nested, SayNested } from '../sentence'
import { choiceName, counted } from './names'

/** What a plan's figures include, assume or leave out. */
export const notes = {
  /** Of documents of version 1; today such layers have a row. */
  'note.leftOut': ({ why, first, count }: { why: 'shape' | 'dimensions' | 'kind'; first: string; count: number }) => {
    const kind = {
      shape: 'of unknown or empty shape',
      dimensions: 'over more than two dimensions',
      kind: 'of a kind that Convscope does not know',
    }[why]
    return count === 1
      ? `The convolution “${first}”, ${kind}, is left out.`
      : `${count} convolutions ${kind} are left out, the first being “${first}”.`
  },
  'note.bodies': ({ nodes }: { nodes: number }) =>
    `The bodies of If, Loop and Scan (${counted(nodes, 'node')}) are counted once, as if each ran.`,
  /** Executed directly, without any of the algorithms. */
  'note.generalConvolutions': ({ first, count }: { first: string; count: number }) =>
    `${count === 1 ? `“${first}” has` : `${count} convolutions, the first being “${first}”, have`} no algorithm to choose: weights that the model computes, and kernels over more than two dimensions, are multiplied directly.`,
  /** Some layers that a pattern means; `obstacle`: why not the first, the end of a sentence or a refusal. */
  'note.overrideLeavesOut': (
    {
      layers,
      count,
      meant,
      wanted,
      first,
      obstacle,
    }: { layers: string; count: number; meant: number; wanted: Choice; first: string; obstacle: Nested },
    say: SayNested,
  ) => {
    const others = count === 1 ? '' : ` and ${count - 1} more`
    return `The override “${layers}” leaves out ${count} of ${meant} layers, which cannot be ${choiceName(wanted)}: “${first}”, as ${clause(say(obstacle))}${others}.`
  },
  'note.defaultBuild': ({ version, heedsMode }: { version: string; heedsMode: boolean }) =>
    `MNN ${version} is taken as built by default, without MNN_LOW_MEMORY${heedsMode ? '' : ': the memory mode has no effect on it'}.`,
  'note.lowMemoryBuild': ({ version, floatsHeedMode }: { version: string; floatsHeedMode: boolean }) =>
    floatsHeedMode
      ? `MNN ${version} is taken as built with MNN_LOW_MEMORY, which is off by default.`
      : `MNN ${version} is taken as built with MNN_LOW_MEMORY: the memory mode has no effect on convolutions with float weights.`,
  /** `changed`: rules of the next release. */
  'note.unknownRelease': (
    { version, nearest, next, changed }: { version: string; nearest: string; next: string; changed: readonly Nested[] },
    say: SayNested,
  ) =>
    `No release ${version} of MNN is known: this plan follows ${nearest}, the nearest${
      changed.length === 0
        ? `; ${next} has the same rules.`
        : `. What ${next} changes is uncertain: ${changed.map(say).join(' ')}`
    }`,
  'note.newerRelease': ({ version, nearest }: { version: string; nearest: string }) =>
    `MNN ${version} is newer than any release whose rules are known: this plan follows ${nearest}, and what has changed since is uncertain.`,
  'note.failsPointwise': ({ version }: { version: string }) =>
    `MNN ${version} built with MNN_LOW_MEMORY fails under memory low for 1×1 convolutions whose weights are not integers (“Acquire buffer size = 0”); 2.8.2 has this repaired.`,
  'note.crashesQuantised': ({ version, isX86 }: { version: string; isX86: boolean }) =>
    isX86
      ? `MNN ${version} built with MNN_LOW_MEMORY often crashes on x86 when a model with quantised weights runs under memory low.`
      : `MNN ${version} built with MNN_LOW_MEMORY crashes under memory low for grouped convolutions with quantised weights.`,
  'note.coresAlike': () =>
    'Cores are taken to be alike. On phones with fast and slow ones this release shares work by speed: choose the clusters.',
  'note.avx512Option': ({ version }: { version: string }) =>
    `AVX-512 in MNN ${version} needs the build option MNN_AVX512, which is off by default.`,
  'note.noAvx512': ({ version }: { version: string }) =>
    `MNN ${version} has no AVX-512 kernels for float32 convolutions: it takes its AVX2 path, and so does this plan.`,
  'note.halfPrecisionUnused': () => 'Half precision is used under precision low only: this plan is for float32.',
  'note.halfPrecisionOption': ({ version, preset }: { version: string; preset: boolean }) =>
    `Half precision in MNN ${version} needs the build option MNN_ARM82, which is ${preset ? 'on' : 'off'} by default.`,
  'note.deprecatedOption': ({ version, sums }: { version: string; sums: number }) =>
    `${counted(sums, 'operation')} EltwiseInt8 ${sums === 1 ? 'needs' : 'need'} the build option MNN_SUPPORT_DEPRECATED_OP in MNN ${version}, which is off by default: without it the model does not run.`,
  'note.forced': ({ layers }: { layers: number }) =>
    `The algorithm of ${counted(layers, 'layer')} is forced: a “what if”, since MNN has no setting for a single layer.`,
  'note.unknownShapes': ({ nodes }: { nodes: number }) =>
    `${counted(nodes, 'node')} of unknown output shape ${nodes === 1 ? 'is' : 'are'} left out of the activations.`,
  'note.unsupported': ({ count, operation, first }: { count: number; operation: string; first: string }) =>
    `${count === 1 ? `${operation} “${shortened(first, 60)}” is` : `${count} operations, the first being ${operation} “${shortened(first, 60)}”, are`} not known to Convscope: what ${count === 1 ? 'it holds' : 'they hold'} while running is not in the figures.`,
  'note.converterLayouts': () => 'Layouts are derived as MNN’s converter would have them.',
  'note.converterGroups': ({ layers, parts, version }: { layers: number; parts: number; version: string }) =>
    `The converter of MNN ${version} writes ${counted(parts, 'layer')} for the groups of ${counted(layers, 'convolution')}: it is planned so, and each row stands for all of its own.`,
  'note.converterPlanes': ({ layers, parts, version }: { layers: number; parts: number; version: string }) =>
    `The converter of MNN ${version} writes ${counted(parts, 'convolution')} over two axes for ${counted(layers, 'convolution')} over three: it is planned so, and each row stands for all of its own.`,
  'note.converterSteps': ({ layers, parts, version }: { layers: number; parts: number; version: string }) =>
    `The converter of MNN ${version} writes ${counted(parts, 'convolution')} for ${counted(layers, 'LSTM')} of one step: it is planned so, and each row stands for all of its own.`,
  'note.converterFolds': ({ nodes }: { nodes: number }) =>
    `MNN’s converter would fold ${counted(nodes, 'node')} (batch norm, scale, activation, identity) into the operation before.`,
  'note.integersKept': ({ convolutions }: { convolutions: number }) =>
    `${counted(convolutions, 'convolution')} with quantised weights: planned as kept in integers; running dequantises them.`,
  'note.integersExpanded': ({ convolutions }: { convolutions: number }) =>
    `${counted(convolutions, 'convolution')} with quantised weights: planned as expanded to float32, as this engine does.`,
  'note.staticPool': () =>
    'Packed weights are the static pool after session creation: weights and biases of convolutions as each executor packs them, and other operations’ constants at their plain size.',
  'note.ownOutputs': () =>
    'Activations assume that every operation other than a convolution writes an output of its own and needs no workspace.',
  'note.movements': () =>
    'Operations that only move elements take memory where something computes with the result, as in this engine. Workspaces are those of convolutions, matrix products, softmax, resizes and broadcasts; other operations are taken to need none.',
  'note.leftover': ({ bytes }: { bytes: number }) =>
    `The packed weights include ${size(bytes)} of scratch from creating tiled layers: blocks in use are cut from it, so MNN cannot return it.`,
  'note.bufferFromConverter': () =>
    'The model buffer is estimated: what MNN’s converter would write, taken as all weights in float32.',
  'note.bufferStripped': () =>
    'The model buffer is estimated: the file’s size with the weights that were stripped from it put back in float32.',
  'note.bufferFile': () =>
    'The model buffer is the file’s size: the interpreter keeps it until releaseModel is called.',
  /** `kept`: bytes beyond totals and process; below 0 where some of these are never written to. */
  'note.residentSet': ({ resident, process, kept }: { resident: number; process: number; kept: number }) => {
    const rest =
      kept >= 0
        ? `${roughSize(Math.abs(kept))} are the session’s objects, threads, and what the C library keeps for reuse after weights were transformed`
        : `${roughSize(Math.abs(kept))} of the totals are never written to`
    return `Modelled resident set of a process with this session alone, after it has run: ${roughSize(resident)}. Of these ${roughSize(process)} are program, C library and the engine’s own code, as measured on x86-64 Linux; ${rest}.`
  },
  'note.timesFor': ({ processor }: { processor: string }) => `Modelled times are for this machine: ${processor}.`,
  'note.notIncluded': () =>
    'Not included in the totals: the process itself, thread stacks, heap temporaries while the session is created, and what the C library adds to each block.',
  'note.weightsGivenBack': ({ staging }: { staging: number }) =>
    `Packed weights include the constants of other operations; weights to be packed are read from the file one layer at a time and given back once packed (up to ${size(staging)} while preparing), so no model buffer stays.`,
  'note.notTuned': () =>
    'No kernel was measured on this machine: times are estimated. “convscope tune” measures them and then the whole model.',
  'note.tunedAlike': ({ measured, layers }: { measured: number; layers: number }) =>
    `Kernels of ${measured} of ${counted(layers, 'layer')} were measured on this machine; normal mode chooses the same.`,
  'note.tunedOnly': ({ measured, layers }: { measured: number; layers: number }) =>
    `Kernels of ${measured} of ${counted(layers, 'layer')} were measured on this machine, the whole model was not: “convscope tune” holds it against normal mode.`,
  'note.tunedWhole': ({ own, normal, normalIsFaster }: { own: number; normal: number; normalIsFaster: boolean }) =>
    `Measured as a whole, the fastest kernels take ${duration(own)} and normal mode’s ${duration(normal)}: ${normalIsFaster ? 'normal mode’s are taken' : 'the former are taken'}.`,
  'note.bfloat16': () =>
    'Kernels that can multiply bfloat16 do: both factors of a product are within 0.4 % of what they were, its sums are float32. On Linux several times as fast where the processor has AMX; up to twice as fast where it has AVX512_BF16 and not AMX; elsewhere it gains memory only. “convscope run --reference” tells how far the outputs move.',
  'note.halfWeights': () =>
    'Packed weights are kept in half precision where a kernel can, each within 0.05 % of what it was; sums are float32. “convscope run --reference” tells how far the outputs move.',
  'note.streamed': ({ convolutions }: { convolutions: number }) =>
    `${convolutions === 1 ? 'One convolution keeps' : `${convolutions} convolutions keep`} no weights: they are read from the file again in every inference.`,
  /** `above`: percent over the bound. */
  'note.arena': ({ bytes, above, bound }: { bytes: number; above: number; bound: number }) =>
    `All activations share one arena of ${size(bytes)}, ${above < 0.05 ? 'exactly' : `${above.toFixed(1)} % above`} the most that is alive at once (${size(bound)}), which no arena can be below.`,
  'note.dequantised': ({ weights }: { weights: number }) =>
    `${weights === 1 ? 'One weight is' : `${weights} weights are`} stored quantised: running dequantises them to float32, so they are packed and counted like any others.`,
  'note.awaitsValues': ({ nodes }: { nodes: number }) =>
    `${nodes === 1 ? 'One node waits' : `${nodes} nodes wait`} for values that only a run computes: a run plans ${nodes === 1 ? 'it and what follows it' : 'them and what follows them'} then, and the totals are without.`,
  'note.cannotExecute': ({ nodes }: { nodes: number }) =>
    `The engine cannot execute ${nodes === 1 ? 'one node' : `${nodes} nodes`} of this model; activations are counted as if it could.`,
}
