// SPDX-License-Identifier: Apache-2.0
import type { Addon } from '#core/inference/addon'
import { engine } from '../inference/engine'
import { network, PLAIN, sameSize } from '../native/session/network'
import { mutateValue } from './mutate'
import type { Target } from './target'

/** A program may ask for that much; more is not what is tried here, but what the machine has. */
const MOST_BYTES = 2 ** 26

function tooLarge(value: unknown): boolean {
  if (typeof value === 'number') return value > MOST_BYTES && value < 2 ** 50
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
  return Object.values(value).some(tooLarge)
}

/** Every failure has one of the addon's codes. */
function uncoded(error: unknown, codes: ReadonlySet<string>): string | null {
  const { code } = Object(error) as { code?: string }
  return codes.has(code ?? '') ? null : String(error instanceof Error ? error.stack : error).slice(0, 600)
}

type Kind = (addon: Addon, change: <T extends object>(value: T) => T) => void | Promise<void>

const KINDS: readonly Kind[] = [
  (addon, change) => {
    const [problem, choice, isa, threads] = change([sameSize(3, 12, 10), PLAIN, 'sse', 2] as const)
    addon.assessConvolution(problem, choice, isa, threads)
  },
  (addon, change) => {
    const shape = { dims: [1, 8, 4, 4], layout: 'plain', bytes: 512, constant: false } as const
    const operation = { kind: 'Unary', params: { function: 'relu', alpha: 0, beta: 0 } }
    const [kind, inputs, outputs, isa, threads] = change([operation, [shape], [shape], 'sse', 2] as const)
    addon.assessOperation(kind, inputs, outputs, isa, threads)
  },
  (addon, change) => {
    const problem = sameSize(2, 3, 4)
    const buffers = { weights: new Float32Array(54), bias: new Float32Array(3), input: new Float32Array(32) }
    const request = { problem, choice: PLAIN, isa: 'sse', threads: 1, activation: 'none', ...buffers } as const
    const changed = change(request)
    if (!tooLarge(changed)) addon.convolve(changed)
  },
  async (addon, change) => {
    const program = change(network({ channels: 8, size: 6, target: { isa: 'sse', threads: 2 } }))
    if (tooLarge(program)) return
    const session = new addon.Session({ queueCapacity: 64 })
    try {
      await session.prepare(program)
      session.drain(64)
    } finally {
      session.dispose()
    }
  },
]

export const ADDON_TARGET: Target = {
  name: "the addon's interface",
  begin() {
    const { addon } = engine()
    const codes = new Set(addon.statusCodes())
    return async (by) => {
      let input = ''
      const change = <T extends object>(value: T): T => {
        const changed = structuredClone(value)
        mutateValue(changed, by)
        input = JSON.stringify(changed)
        return changed
      }
      try {
        await by.pick(KINDS)(addon, change)
        return null
      } catch (error) {
        const said = uncoded(error, codes)
        return said === null ? null : { said, input }
      }
    }
  },
}
