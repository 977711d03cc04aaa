// SPDX-License-Identifier: Apache-2.0
import type { Snippet } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { type CodeRequest, compareVersions, type EngineSetup } from '#core/planning/engine-setup'
import { read } from '../../settings'
import { FIRST_AVX512 } from './notes'
import { MEMORY, PRECISION, settingsOf, WINOGRAD_LEVEL } from './settings'

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
  const all = [...options]
  if (isa === 'avx512' && compareVersions(version, FIRST_AVX512) >= 0) all.push('-DMNN_AVX512=ON')
  if (isa === 'arm64-fp16' && read(PRECISION, configuration) === 'low') all.push('-DMNN_ARM82=ON')
  if (all.length === 0) return []
  const text = [
    `# in the source tree of MNN ${version}`,
    `cmake -S . -B build -DCMAKE_BUILD_TYPE=Release ${all.join(' ')}`,
    'cmake --build build --target MNN',
    '',
  ].join('\n')
  return [{ language: 'sh', text }]
}

const WORD = { low: 'Low', normal: 'Normal', high: 'High' } as const

function sessionCode(version: string, request: CodeRequest): Snippet {
  const { configuration } = request
  const { threads } = configuration
  const winogradLevel = read(WINOGRAD_LEVEL, configuration)
  const hint = settingsOf(version, false).includes(WINOGRAD_LEVEL) && winogradLevel !== WINOGRAD_LEVEL.default
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
    'MNN::BackendConfig backend;',
    `backend.memory = MNN::BackendConfig::Memory_${WORD[read(MEMORY, configuration)]};`,
    `backend.precision = MNN::BackendConfig::Precision_${WORD[read(PRECISION, configuration)]};`,
    'MNN::ScheduleConfig schedule;',
    'schedule.type = MNN_FORWARD_CPU;',
    `schedule.numThread = ${threads};`,
    'schedule.backendConfig = &backend;',
    'MNN::Session* session = net->createSession(schedule);',
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
