// SPDX-License-Identifier: Apache-2.0
import type { EngineSetup } from '#core/planning/engine-setup'
import { read } from '#core/planning/settings'
import { MEMORY, PRECISION } from './settings'

/** Convscope's own engine: its command line, and the configuration as saved documents and the window have it. */
export const CONVSCOPE_SETUP: EngineSetup = {
  engine: 'Convscope',
  version: '',
  buildOptions: [],
  perLayer: true,
  canReleaseModel: false,
  code({ configuration, modelFile }) {
    const { profile, threads, isa, overrides = [] } = configuration
    const lowered = read(PRECISION, configuration)
    const precision = lowered === PRECISION.default ? '' : ` --precision ${lowered}`
    const words = [
      'convscope run',
      quoted(modelFile),
      `--profile ${profile} --memory ${read(MEMORY, configuration)}${precision} --threads ${threads} --isa ${isa}`,
      ...overrides.map(({ layers, algorithm, unit }) => {
        const wanted = unit === undefined ? algorithm : `${algorithm}:${unit}`
        return `--override ${quoted(`${layers}=${wanted}`)}`
      }),
    ]
    return [
      { language: 'sh', text: `${words.join(' \\\n  ')}\n` },
      { language: 'json', text: `${JSON.stringify(configuration, null, 2)}\n` },
    ]
  },
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
