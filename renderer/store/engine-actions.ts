// SPDX-License-Identifier: Apache-2.0
import type { EngineState } from '#contract/engine'
import { changedConfiguration, defaultConfiguration } from '../lib/configurations'
import type { ActionContext } from './context'

interface Following {
  /** Makes the plan and the comparisons anew. */
  replanAll(): Promise<void>
}

/** The window opens before the native engine is compiled, and takes it into use when it is there. */
export function createEngineActions({ get, set }: ActionContext, { replanAll }: Following) {
  return {
    /** The native engine is compiled further, has been loaded, or could not be compiled. */
    async receiveEngineState(engine: EngineState): Promise<void> {
      const { host, problem, configuration } = get()
      if (host === null) return
      set({ host: { ...host, engine } })
      if (engine.build !== null) return
      if (engine.problem !== null) return set({ problem: engine.problem })
      if (problem?.code === 'engine/unavailable') set({ problem: null })
      // Before, what this machine executes could only be guessed.
      const guessed = configuration.isa === defaultConfiguration([], [], 1).isa
      const [best] = engine.executableIsas
      const wrong = best !== undefined && !engine.executableIsas.includes(configuration.isa)
      if (guessed && wrong) {
        // Nothing that the user did, to be taken back.
        set({ configuration: changedConfiguration(host.profiles, configuration, { isa: best }), undo: get().undo })
      }
      await replanAll()
    },
  }
}
