// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'

const BASE: Configuration = { profile: 'mnn-3.6.1', settings: { memory: 'low' }, threads: 3, isa: 'avx2' }

function code(change: Partial<Configuration>, releaseModel = false): string {
  const configuration = { ...BASE, ...change }
  const setup = profileOf(configuration.profile)?.setup
  const snippets = setup?.code({ configuration, modelFile: 'my "net".mnn', releaseModel }) ?? []
  return snippets.map(({ text }) => text).join('\n')
}

describe('code that applies a configuration', () => {
  it('sets mode, precision and threads of an MNN session', () => {
    const text = code({ profile: 'mnn-1.0.1' })
    expect(text).toContain('backend.memory = MNN::BackendConfig::Memory_Low;')
    expect(text).toContain('backend.precision = MNN::BackendConfig::Precision_Normal;')
    expect(text).toContain('schedule.numThread = 3;')
    expect(text).toContain('createFromFile("my \\"net\\".mnn")')
    expect(text).not.toContain('cmake')
    expect(text).not.toContain('setSessionHint')
  })

  it('gives the Winograd hint before the session is created, where there is one', () => {
    const text = code({ settings: { winogradLevel: 1 } })
    const hint = text.indexOf('net->setSessionHint(MNN::Interpreter::WINOGRAD_MEMORY_LEVEL, 1);')
    expect(hint).toBeGreaterThan(0)
    expect(hint).toBeLessThan(text.indexOf('createSession'))
    expect(code({})).not.toContain('setSessionHint')
    expect(code({ profile: 'mnn-2.8.1', settings: { winogradLevel: 1 } })).not.toContain('setSessionHint')
  })

  it('names the build where the default one will not do', () => {
    expect(code({ profile: 'mnn-2.8.1-low-memory' })).toContain('-DMNN_LOW_MEMORY=ON')
    expect(code({ isa: 'avx512' })).toContain('-DMNN_AVX512=ON')
    expect(code({ profile: 'mnn-1.0.1', isa: 'avx512' })).not.toContain('cmake')
    expect(code({ isa: 'arm64-fp16', settings: { precision: 'low' } })).toContain('-DMNN_ARM82=ON')
  })

  it('releases the model last', () => {
    expect(code({}, true)).toMatch(/createSession\(schedule\);.*net->releaseModel\(\);\n$/s)
    expect(code({})).not.toContain('releaseModel')
  })

  it('is Convscope’s command line and configuration for its own engine', () => {
    const overrides = [{ layers: "a b'c*", algorithm: 'winograd', unit: 4 } as const]
    const text = code({ profile: 'convscope', overrides })
    expect(text).toContain('--profile convscope --memory low --threads 3 --isa avx2')
    expect(text).toContain(`--override 'a b'\\''c*=winograd:4'`)
    expect(text).toContain('"unit": 4')
  })
})
