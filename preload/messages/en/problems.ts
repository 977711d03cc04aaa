// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import { roughSize, shapeText } from '../figures'
import { shortened } from '../plain-text'
import type { SayNested } from '../sentence'
import type { DocumentCause, FileCause } from './files'
import { counted, listed } from './names'
import type { ShapeCause } from './shapes'
import type { TensorCause } from './tensors'
import type { UnsupportedCause } from './unsupported'

/** Why a file does not become a model, or a model has no shapes. */
export type ReadCause = FileCause | TensorCause | ShapeCause

/** How a process ended that nobody had asked to. */
export interface ProcessEnd {
  readonly code: number | null
  /** The name of the signal that ended it. */
  readonly signal: string | null
}

export interface LostRun {
  readonly file: string
  readonly detail: string | null
  readonly layer: string | null
}

/** Signals of faults of the program itself, not of others. */
export const FAULTS: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP'])

function endOfProcess({ code, signal }: ProcessEnd): string {
  if (signal === null) return code === null ? 'it ended' : `it ended with code ${code}`
  if (FAULTS.has(signal)) return `it crashed (${signal})`
  if (signal === 'SIGSTOP') return 'it was stopped (SIGSTOP) and does nothing any more, so it was ended'
  return signal === 'SIGKILL' ? 'it was killed (SIGKILL), perhaps for want of memory' : `it was killed (${signal})`
}

/** What is wrong: whole sentences. */
export const problems = {
  'problem.cannotOpen': ({ file, why }: { file: string; why: ReadCause }, say: SayNested) =>
    `${file} cannot be opened: ${say(why)}.`,
  'problem.openingFailed': ({ file, detail }: { file: string; detail: string }) => `Opening ${file} failed: ${detail}`,
  'problem.threadMemory': ({ file, mebibytes }: { file: string; mebibytes: number }) =>
    `Working on ${file} took more than ${mebibytes} MiB of memory and was given up.`,
  'problem.threadLost': ({ file, detail }: { file: string; detail: string }) =>
    `The thread that worked on ${file} was lost: ${detail}`,
  /** `file`: null where it has no name yet. */
  'problem.openingCancelled': ({ file }: { file: string | null }) =>
    `Opening ${file === null ? '' : `${file} `}was cancelled.`,
  'problem.shapes': (
    { operation, node, file, why }: { operation: string; node: string; file: string | null; why: ReadCause },
    say: SayNested,
  ) => `${operation} '${node}'${file === null ? '' : ` of ${file}`}: ${say(why)}.`,
  'problem.input': ({ file, why }: { file: string | null; why: ReadCause }, say: SayNested) =>
    `${file ?? 'The model'}: ${say(why)}.`,
  'problem.noDimension': ({ name }: { name: string }) => `No input of the model has a dimension “${name}”.`,
  'problem.notAFile': ({ name }: { name: string }) => `What was dropped ("${name}") is not a file on this computer.`,
  'problem.modelNotHere': ({ file }: { file: string }) =>
    `This takes ${file} itself: a saved document alone shows what it holds.`,
  'problem.otherModelFile': ({ file }: { file: string }) =>
    `That is not the file that the document speaks of: ${file} with these very contents.`,
  'problem.modelClosed': () => 'That model is no longer open.',
  'problem.noSample': ({ sample }: { sample: string }) => `There is no sample called "${sample}".`,
  'problem.notWritten': ({ path, why }: { path: string; why: FileCause }, say: SayNested) =>
    `${path} could not be written: ${say(why)}.`,
  'problem.notRead': ({ file, why }: { file: string; why: FileCause }, say: SayNested) =>
    `${file} could not be read: ${say(why)}.`,

  'problem.notConstant': ({ tensor }: { tensor: number }) => `Tensor ${tensor} of the model is not constant.`,
  'problem.madeUpValues': ({ tensor }: { tensor: string }) =>
    `The values of “${tensor}” are not in the file: a run makes them up.`,
  'problem.valuesNotRead': ({ tensor, why }: { tensor: string; why: UnsupportedCause }, say: SayNested) =>
    `The values of “${tensor}” cannot be read: ${say(why)}.`,
  'problem.valuesMoved': ({ file, tensor }: { file: string; tensor: string }) =>
    `${file} has changed since it was opened: “${tensor}” is no longer where it was.`,
  'problem.lookingCancelled': ({ tensor }: { tensor: string }) => `Looking at “${tensor}” was cancelled.`,
  'problem.lookingFailed': ({ tensor, detail }: { tensor: string; detail: string }) =>
    `Looking at “${tensor}” failed: ${detail}`,

  'problem.superseded': () => 'A newer request took the place of this one.',
  'problem.pageLost': () =>
    'The window was lost and has been opened again as it was. A run that was under way has ended; what it had measured is among the runs.',
  'problem.runBusy': () => 'A run is under way.',
  /** `detail`: the last words of the process, or null; `layer`: what it was doing last, where that is known. */
  'problem.runLost': ({ file, detail, layer, ...end }: ProcessEnd & LostRun) =>
    `The inference process was lost while running ${file}${layer === null ? '' : `, last seen in “${layer}”`}: ${endOfProcess(end)}${detail === null ? '' : ` (${detail})`}.`,
  'problem.tuningBusy': () => 'Kernels are being measured already.',
  'problem.tuningIsa': ({ isa }: { isa: InstructionSet }) => `This machine cannot execute kernels for ${isa}.`,
  'problem.tuningLost': (end: ProcessEnd) => `The process that measured kernels was lost: ${endOfProcess(end)}.`,

  'problem.machineFigures': ({ file }: { file: string }) =>
    `${file} has no figures of a machine: processor, threads, arithmetic by instruction set and reading by level are needed.`,
  'hint.machineFigures': () => 'Run “convscope machine --json” on that machine, or write such a file by hand.',
  'problem.notDocument': ({ source, why }: { source: string; why: DocumentCause }, say: SayNested) =>
    `${source} cannot be opened as a saved document: ${say(why)}.`,
  'problem.documentClosed': () => 'That document is no longer open.',
  'problem.keptSideGone': () => 'What was kept of another model to compare with is no longer there.',
  'problem.noSuchEntry': () => 'That document has no such entry.',
  /** `name`: null where it has none any more. */
  'problem.notInHistory': ({ name }: { name: string | null }) =>
    `${name === null ? 'That entry' : `“${name}”`} is no longer in the history.`,
  'problem.noArenaSaved': () =>
    'This document does not keep where tensors lie: those of earlier versions do not, nor do plans and runs of the history and the output of “plan --json” and “run --json”; “convscope export” and Share in the window do.',
  'problem.noArenaKnown': () => 'Where tensors lie was not known of this plan when it was saved.',
  'problem.stagedArena': () => 'The run goes in stages: where everything lies in them is known once it has run.',
  'problem.exportCancelled': () => 'The export was cancelled.',
  'problem.exportFailed': ({ detail }: { detail: string }) => `The export failed: ${detail}`,
  'problem.notSaved': ({ file }: { file: string }) => `${file} was not saved.`,
  'problem.notTold': ({ file }: { file: string }) =>
    `${file} cannot be written with overrides: only ncnn from 20221128 on reads them, from a .param file.`,
  'problem.layerNotTold': ({ file, node }: { file: string; node: string }) =>
    `${file} cannot be written with overrides: nothing in the file makes the engine run “${node}” as it is forced to.`,
  'problem.namesNotUnique': ({ file }: { file: string }) =>
    `${file} cannot be written with overrides: it has no line of its own for each layer that is forced.`,
  'problem.nothingToSave': () => 'There is nothing to save.',
  'problem.noTimes': () => 'There are no times of layers before a run.',
  'problem.nodeDataNoJson': ({ source }: { source: string }) => `${source} cannot be read as node data: it is no JSON.`,
  'problem.nodeDataNoResults': ({ source }: { source: string }) =>
    `${source} cannot be read as node data: it has no "results" with a value for each node.`,
  'problem.nodeDataForeign': ({ source, file }: { source: string; file: string }) =>
    `${source} has no value for any node of ${file}.`,

  'problem.samplingBusy': () => 'A program is being sampled.',
  'problem.samplingOnLinux': ({ platform }: { platform: string }) =>
    `Another program’s memory can be sampled on Linux only: it is read from /proc, which ${platform} does not have.`,
  'problem.noProgram': () => 'There is no program to start.',
  'problem.programMissing': ({ program }: { program: string }) =>
    `${program} could not be started: there is no such program.`,
  'problem.programForbidden': ({ program }: { program: string }) =>
    `${program} could not be started: it may not be executed.`,
  'problem.programNotStarted': ({ program, detail }: { program: string; detail: string }) =>
    `${program} could not be started: ${detail}.`,
  'problem.startDeclined': () => 'The program was not started.',
  'problem.noProgramsFromPages': () => 'A page in a browser may not start programs.',

  'problem.notGranted': ({ path }: { path: string }) => `${path} was not chosen by you, so the window may not read it.`,
  'problem.notServed': ({ path, root }: { path: string; root: string }) =>
    `${path} is not below ${root}, the folder that this server was started for.`,
  'problem.hostLost': () =>
    'The connection to the server was lost. Start “convscope serve” again and open the address that it prints.',
  'problem.hostUnreachable': () =>
    'The server did not answer. Is “convscope serve” running, and is the address the one that it printed?',
  'problem.refused': ({ channel, detail }: { channel: string; detail: string }) => `${channel} was refused: ${detail}`,
  'problem.mistake': ({ channel, detail }: { channel: string; detail: string }) =>
    `Convscope made a mistake while answering ${channel}: ${detail}`,
}

/** What can be done about it. */
export const hints = {
  'hint.inPlace': ({ op, name, bytes }: { op: string; name: string; bytes: number }) =>
    `${op} “${shortened(name, 60)}” reads its input for the last time: computed in place, it would need ${roughSize(bytes)} less.`,
  /** Of tensors with height and width; `saved`: three quarters of them. */
  'hint.smallerInput': ({ bytes, saved }: { bytes: number; saved: number }) =>
    `The images alive then take ${roughSize(bytes)}, which grows with the area of the input: half its height and width save about ${roughSize(saved)}.`,
  /** `extensions`: with the dot. */
  'hint.formats': ({ extensions }: { extensions: readonly string[] }) =>
    `Convscope opens ${listed(extensions)} files, and documents that it saved (.convscope).`,
  'hint.saveFirst': () => 'Save it to a folder first, then drop or open it from there.',
  'hint.reopen': () => 'Open it again.',
  'hint.reload': () => 'Reload the file.',
  'hint.cancelOrWait': () => 'Cancel it or wait for its end.',
  'hint.stopOrWait': () => 'Stop it or wait for its end.',
  'hint.attachInTerminal': () => 'Use “convscope attach” in a terminal.',
  'hint.chooseFile': () => 'Open it by the dialog, drop it on the window, or name it on the command line.',
  'hint.serveOther': () => 'Start “convscope serve” with a folder that has it.',
}

/** What holds for a model as it was opened. */
export const warnings = {
  /** `sizes`: such as "batch=1", the names as the command line takes them. */
  'warning.assumed': ({ sizes }: { sizes: readonly string[] }) =>
    `${sizes.join(', ')} assumed: the file leaves ${sizes.length === 1 ? 'this size' : 'these sizes'} open.`,
  /** `others`: further nodes that do not fit. */
  'warning.shapesStop': (
    { operation, node, why, others }: { operation: string; node: string; why: ReadCause; others: number },
    say: SayNested,
  ) =>
    `Shapes do not fit at ${operation} '${node}'${others === 0 ? '' : ` and ${counted(others, 'further node')}`}: ${say(why)}. What depends on it has no shapes, or those that the file states.`,
  'warning.severalGraphs': () => 'The model has more than one graph: Convscope looks into the first only.',
  'warning.subGraphs': () => 'The model has sub-graphs (control flow), which Convscope does not look into.',
  'warning.stripped': () => 'The file holds no weights for some layers (they were stripped): a run makes them up.',
  'warning.integerWeights': () =>
    'Some weights are quantised for integer arithmetic: the model can be planned, but not run.',
  'warning.integerTensors': () =>
    'The model computes with quantised integers: Convscope computes with the real numbers that they stand for.',
  /**
   * MNN's Tensor::size is an int in all releases up to 3.6.1 (include/MNN/Tensor.hpp); the CPU takes memory by it in 1.0.1
   * and by CPUBackend::allocBuffer(int size) up to 2.7.0, by a size_t from 2.7.1 on (source/backend/cpu/CPUBackend.cpp),
   * which adds Tensor::usize; the host memory of a Tensor stays Tensor::size (source/core/Tensor.cpp). ncnn's Mat::total
   * and Mat::cstep are size_t (src/mat.h, 20210720 to 20260526).
   */
  'warning.largeTensor': ({
    name,
    dims,
    bytes,
    others,
  }: {
    name: string
    dims: readonly number[]
    bytes: number
    others: number
  }) =>
    `The tensor “${shortened(name, 60)}” of ${shapeText(dims)} takes ${(bytes / 2 ** 30).toFixed(2)} GiB${others === 0 ? '' : `, and ${counted(others, 'other')} take 2 GiB or more`}: sizes of 32 bits overflow on it. MNN up to 2.7.0 takes memory by an int; from 2.7.1 to 3.6.1 by 64 bits, but Tensor::size, and with it the memory that a Tensor has of its own for copies in and out, is still an int. ncnn counts with 64 bits.`,
  'warning.weightsFile': ({ file, missing }: { file: string; missing: boolean }) =>
    `The weights file ${file} ${missing ? 'is missing' : 'is too short'}: a run makes up the weights in it.`,
  /** `ends`: the file is over; else what is at `byte` has a tag that only files of old tools have. */
  'warning.ncnnMisfit': ({
    file,
    layer,
    byte,
    size,
    ends,
  }: {
    file: string
    layer: string
    byte: number
    size: number
    ends: boolean
  }) =>
    `The weights file ${file} does not fit the model: ${
      ends
        ? `it ends at byte ${size}, within the weights of layer '${layer}' from byte ${byte} on`
        : `byte ${byte}, where the weights of layer '${layer}' should be, begins none`
    }. It is cut off or of another network, so a run makes up all weights.`,
  'warning.ncnnRest': ({ file, layer, bytes }: { file: string; layer: string; bytes: number }) =>
    `The weights file ${file} has ${bytes} bytes after the weights of the last layer '${layer}', which no layer reads: make sure that it is of this model.`,
  'warning.ncnnUnknown': ({ file, layer, type }: { file: string; layer: string; type: string }) =>
    `Convscope does not know what weights layer '${layer}' (${type}) has: where those of later layers begin in ${file} is unknown, and a run makes them up.`,
  'warning.ncnnBlobs': ({ stated, found }: { stated: number; found: number }) =>
    `The second line announces ${stated} blobs, but the layers name ${found}: ncnn may refuse the file.`,
}
