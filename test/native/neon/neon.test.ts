// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { WEIGHT_STORAGES, type WeightStorage } from '#core/planning/native/weight-storage'
import { addon, allChoices, type NativeChoice, nameOf } from '../conv/addon'
import { type Case, casesOf, wrongOutput } from '../conv/cases'
import type { Activation } from '../conv/reference'
import { describeProblem } from '../conv/shapes'
import { toleranceOf } from '../conv/tolerance'

/**
 * The kernels of a 64-bit ARM build, executed by an emulator, against the definition: the same table
 * of shapes and the same tolerances as on this machine.
 */

const ROOT = resolve(import.meta.dirname, '../../..')
const BUILD = join(ROOT, 'native/build/neon')
const EMULATOR = 'qemu-aarch64'
const ISA = 'arm64'
const NAME_BYTES = 24

/** conv::ActivationFunction and its bounds, as the addon reads an activation. */
function activationOf({ name, alpha, beta }: Activation): readonly [number, number, number] {
  if (name === 'relu') return [1, 0, Number.POSITIVE_INFINITY]
  if (name === 'relu6') return [1, 0, 6]
  return [FUNCTIONS[name], alpha, beta]
}

const FUNCTIONS: Readonly<Record<Exclude<Activation['name'], 'relu' | 'relu6'>, number>> = {
  none: 0,
  clip: 1,
  leakyRelu: 2,
  prelu: 2,
  hardSigmoid: 3,
  hardSwish: 4,
  sigmoid: 5,
  swish: 6,
  tanh: 7,
}

const missing = ['aarch64-linux-gnu-g++', EMULATOR, 'cmake'].find(
  (command) => spawnSync(command, ['--version']).status !== 0,
)

interface Execution {
  readonly each: Case
  readonly choice: NativeChoice
  readonly threads: number
  readonly weights: WeightStorage
}

/** Path of the program. A build takes minutes on a small machine, the next one seconds. */
async function build(): Promise<string> {
  const toolchain = join(import.meta.dirname, 'aarch64.cmake')
  // Static: the emulator then needs no libraries of the other processor.
  const options = [
    `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`,
    '-DCMAKE_EXE_LINKER_FLAGS=-static',
    '-DCMAKE_BUILD_TYPE=Release',
  ]
  await run('cmake', ['-S', join(ROOT, 'native'), '-B', BUILD, ...options])
  await run('cmake', ['--build', BUILD, '--target', 'kernel_runner', '-j2'])
  return join(BUILD, 'kernel_runner')
}

async function run(command: string, args: readonly string[], input?: Buffer): Promise<Buffer> {
  const child = spawn(command, args)
  const ended = new Promise<number | null>((done, failed) => child.on('close', done).on('error', failed))
  child.stdin.end(input)
  const [output, errors, status] = await Promise.all([buffer(child.stdout), text(child.stderr), ended])
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${errors}`)
  return output
}

const name = (id: string) => Buffer.from(id.padEnd(NAME_BYTES, '\0'), 'latin1')
const floats = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)

/** As kernel_runner.cc reads it. */
function encode({ each, choice, threads, weights: storage }: Execution): Buffer {
  const { problem: p, tensors, residual, slope } = each
  const image = [p.batch, p.inChannels, p.inHeight, p.inWidth, p.outChannels, p.outHeight, p.outWidth]
  const window = [p.kernelHeight, p.kernelWidth, p.strideHeight, p.strideWidth, p.dilationHeight, p.dilationWidth]
  const borders = [p.padTop, p.padLeft, p.padBottom, p.padRight, p.group]
  const { weights, bias, input } = tensors
  const given = [bias, residual, slope].map((values) => (values === null ? 0 : 1))
  const [activation, alpha, beta] = activationOf(each.activation)
  const rest = [activation, threads, ...given, choice.unit, choice.inner?.unit ?? 0, WEIGHT_STORAGES.indexOf(storage)]
  return Buffer.concat([
    Buffer.from(Int32Array.from([...image, ...window, ...borders, ...rest]).buffer),
    floats(Float32Array.of(alpha, beta)),
    name(choice.algorithm),
    name(choice.inner?.algorithm ?? ''),
    name(ISA),
    ...[weights, bias, input, residual, slope].map((values) => floats(values ?? new Float32Array())),
  ])
}

/** Faults of every result, as sentences. */
function judge(executions: readonly Execution[], results: Buffer): string[] {
  let at = 0
  const faults = executions.flatMap(({ each, choice, threads, weights }) => {
    const { problem, reference } = each
    const what = `${nameOf(choice)} on ${threads} threads, ${weights}, ${describeProblem(problem)}`
    const length = results.readInt32LE(at)
    at += 4
    if (length !== 0) {
      at += length
      return [`${what}: ${results.toString('utf8', at - length, at)}`]
    }
    const declared = addon.assessConvolution(problem, choice, ISA, threads, weights)
    const sizes = [0, 8].map((offset) => Number(results.readBigInt64LE(at + offset)))
    const begin = results.byteOffset + at + 16
    const output = new Float32Array(results.buffer.slice(begin, begin + 4 * reference.values.length))
    at += 16 + output.byteLength
    const wanted = declared.supported ? [declared.packedWeightBytes, declared.workspaceBytes] : []
    const wrong = wrongOutput(each, output, toleranceOf(problem, choice, reference, weights))
    return [
      ...(sizes.join() === wanted.join() ? [] : [`${what}: it allocated ${sizes}, but declared ${wanted}`]),
      ...(wrong === undefined ? [] : [`${what}: ${wrong}`]),
    ]
  })
  expect(at, 'bytes of results').toBe(results.length)
  return faults
}

const why = missing === undefined ? '' : ` (skipped: ${missing} is not installed)`

describe.skipIf(missing !== undefined)(`NEON kernels under an emulator${why}`, () => {
  let executable = ''
  beforeAll(async () => {
    executable = await build()
  }, 1_800_000)

  const table = missing === undefined ? casesOf('real') : []

  it.each(allChoices().map((choice) => [nameOf(choice), choice] as const))(
    '%s agrees with the definition',
    async (_, choice) => {
      const cases = table
        .filter(({ problem }) => addon.assessConvolution(problem, choice, ISA, 1).supported)
        .flatMap((each, i) =>
          WEIGHT_STORAGES.map((weights): Execution => ({ each, choice, threads: 1 + (i % 3), weights })),
        )
      expect(cases.length).toBeGreaterThan(0)
      const results = await run(EMULATOR, [executable], Buffer.concat(cases.map(encode)))
      expect(judge(cases, results)).toEqual([])
    },
  )
})
