// SPDX-License-Identifier: Apache-2.0
import type { Snippet } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { type CodeRequest, compareVersions, type EngineSetup } from '#core/planning/engine-setup'
import { read } from '../../settings'
import { FIRST_AVX512 } from './notes'
import { BACKEND, CREATED_FOR, GPU_MEMORY, MEMORY, PRECISION, settingsOf, WINOGRAD_LEVEL } from './settings'

/** CMake's. */
const LOW_MEMORY_OPTION = '-DMNN_LOW_MEMORY=ON'

interface Build {
  readonly version: string
  readonly lowMemory: boolean
}

/**
 * How to set up a session of MNN in C++. Checked against include/MNN/Interpreter.hpp and
 * MNNForwardType.h of 1.0.1, 2.8.1 and 3.6.1.
 */
export function mnnSetup({ version, lowMemory }: Build): EngineSetup {
  const options = lowMemory ? [LOW_MEMORY_OPTION] : []
  return {
    engine: 'MNN',
    version,
    buildOptions: options,
    perLayer: false,
    canReleaseModel: true,
    code(request) {
      return [...buildCode(version, options, request.configuration), sessionCode(version, request)]
    },
  }
}

/** Only where the default build will not do. */
function buildCode(version: string, options: readonly string[], configuration: Configuration): Snippet[] {
  const { isa } = configuration
  if (isOnGpu(configuration)) return [buildSnippet(version, [...options, '-DMNN_OPENCL=ON'])]
  const all = [...options]
  if (isa === 'avx512' && compareVersions(version, FIRST_AVX512) >= 0) all.push('-DMNN_AVX512=ON')
  if (isa === 'arm64-fp16' && read(PRECISION, configuration) === 'low') all.push('-DMNN_ARM82=ON')
  return all.length === 0 ? [] : [buildSnippet(version, all)]
}

function buildSnippet(version: string, options: readonly string[]): Snippet {
  const text = [
    `# in the source tree of MNN ${version}`,
    `cmake -S . -B build -DCMAKE_BUILD_TYPE=Release ${options.join(' ')}`,
    'cmake --build build --target MNN',
    '',
  ].join('\n')
  return { language: 'sh', text }
}

function isOnGpu(configuration: Configuration): boolean {
  return read(BACKEND, configuration) === 'opencl'
}

/** Bits of ScheduleConfig::mode. include/MNN/MNNForwardType.h. */
const GPU_MODES = { auto: '', buffer: ' | MNN_GPU_MEMORY_BUFFER', image: ' | MNN_GPU_MEMORY_IMAGE' } as const

function scheduleLines(configuration: Configuration): string[] {
  if (!isOnGpu(configuration)) {
    return ['schedule.type = MNN_FORWARD_CPU;', `schedule.numThread = ${configuration.threads};`]
  }
  const mode = `MNN_GPU_TUNING_FAST${GPU_MODES[read(GPU_MEMORY, configuration)]}`
  return ['schedule.type = MNN_FORWARD_OPENCL;', `schedule.mode = ${mode};`]
}

/** Where the first resize is deferred, nothing is made before the inputs have their sizes. */
function resizeLines(configuration: Configuration): string[] {
  if (!isOnGpu(configuration) || read(CREATED_FOR, configuration) !== 'resized') return []
  return [
    '// dims: the sizes that the session is to run with, for every input, before the one call of resizeSession:',
    'net->resizeTensor(net->getSessionInput(session, nullptr), dims);',
    'net->resizeSession(session);',
  ]
}

const WORD = { low: 'Low', normal: 'Normal', high: 'High' } as const

function sessionCode(version: string, request: CodeRequest): Snippet {
  const { configuration } = request
  const winogradLevel = read(WINOGRAD_LEVEL, configuration)
  const hint =
    !isOnGpu(configuration) && settingsOf(version).includes(WINOGRAD_LEVEL) && winogradLevel !== WINOGRAD_LEVEL.default
  const lines = [
    `// MNN ${version}`,
    '#include <MNN/Interpreter.hpp>',
    '#include <memory>',
    '',
    ...conversion(request.modelFile),
    `std::shared_ptr<MNN::Interpreter> net(MNN::Interpreter::createFromFile(${JSON.stringify(converted(request.modelFile))}));`,
    ...(hint
      ? [
          '// Before the session is created:',
          `net->setSessionHint(MNN::Interpreter::WINOGRAD_MEMORY_LEVEL, ${winogradLevel});`,
        ]
      : []),
    ...(resizeLines(configuration).length > 0
      ? [
          '// Before the session is created, so that it takes no memory at the file’s own input size:',
          'net->setSessionMode(MNN::Interpreter::Session_Resize_Defer);',
        ]
      : []),
    'MNN::BackendConfig backend;',
    `backend.memory = MNN::BackendConfig::Memory_${WORD[read(MEMORY, configuration)]};`,
    `backend.precision = MNN::BackendConfig::Precision_${WORD[read(PRECISION, configuration)]};`,
    'MNN::ScheduleConfig schedule;',
    ...scheduleLines(configuration),
    'schedule.backendConfig = &backend;',
    'MNN::Session* session = net->createSession(schedule);',
    ...resizeLines(configuration),
    ...(request.releaseModel
      ? [
          '// Gives the model buffer back. No session can be created or resized from this interpreter afterwards.',
          'net->releaseModel();',
        ]
      : []),
    '',
  ]
  return { language: 'cpp', text: lines.join('\n') }
}

const FOREIGN = /\.(onnx|tflite)$/i

/** The engine loads its own format only: what its converter makes of another one's file. */
function converted(modelFile: string): string {
  return modelFile.replace(FOREIGN, '.mnn')
}

function conversion(modelFile: string): string[] {
  const format = FOREIGN.exec(modelFile)?.[1]?.toUpperCase()
  if (format === undefined) return []
  const [from, to] = [modelFile, converted(modelFile)].map((name) => JSON.stringify(name))
  return [`// Converted before: MNNConvert -f ${format} --modelFile ${from} --MNNModel ${to} --bizCode MNN`]
}
