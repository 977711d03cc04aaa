// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import { noteModel } from '../log/entries'
import type { Log } from '../log/log'
import type { OpenModel } from '../thread/threaded-core'
import { createModelWatch } from './model-watch'
import type { RecentFiles } from './recent-files'
import { writeSample } from './sample-files'

/** Opens what the user chooses: such a file is watched from then on, and listed among the recent ones. */
export interface ModelOpener {
  open(path: string): Promise<Result<ModelView>>
  openSample(id: string): Promise<Result<ModelView>>
  /** No model is open any more: its file is no longer watched. */
  leave(): void
  stop(): void
}

interface ModelOpenerParts {
  readonly store: Pick<OpenModel, 'open' | 'cancelOpen'>
  readonly recent: RecentFiles
  readonly log: Log
  readonly samplesFolder: string
}

export interface OpeningListener {
  /** `fraction` is 0..1 of the stage. */
  progress(path: string, fraction: number, stage: 'reading' | 'parsing'): void
  /** The file of the open model has been written anew. */
  changed(path: string): void
  /** It has been deleted or moved away. */
  gone(path: string): void
}

export function createModelOpener(parts: ModelOpenerParts, listener: OpeningListener): ModelOpener {
  const { store, recent, log, samplesFolder } = parts
  const watch = createModelWatch(
    (path) => listener.changed(path),
    (path) => listener.gone(path),
  )
  const read = async (path: string) => {
    const opened = await store.open(path, (fraction, stage) => listener.progress(path, fraction, stage))
    if (opened.ok) noteModel(log, opened.value)
    return opened
  }
  return {
    async open(path) {
      const opened = await read(path)
      if (!opened.ok) return opened
      void watch.follow(path)
      await recent.add(path, Date.now())
      return opened
    },
    async openSample(id) {
      const file = await writeSample(id, samplesFolder)
      return file.ok ? read(file.value) : file
    },
    leave: () => void watch.follow(null),
    stop() {
      void watch.follow(null)
      store.cancelOpen()
    },
  }
}
