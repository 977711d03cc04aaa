// SPDX-License-Identifier: Apache-2.0
import { watch } from 'chokidar'

/** A converter writes in many steps: the file must have rested this long, in milliseconds. */
const RESTED = 400

export interface ModelWatch {
  /** Watches this file, and no other from then on; null: none. */
  follow(path: string | null): Promise<void>
}

/** Tells when the model's file has been written anew (also by replacing it) and is whole again. */
export function createModelWatch(onChange: (path: string) => void): ModelWatch {
  let stop: () => Promise<void> = async () => {}
  let followed: string | null = null
  return {
    async follow(path) {
      if (path === followed) return
      followed = path
      const former = stop
      stop = async () => {}
      await former()
      if (path === null || followed !== path) return
      const watcher = watch(path, {
        ignoreInitial: true,
        awaitWriteFinish: { stabilityThreshold: RESTED, pollInterval: 100 },
      })
      stop = () => watcher.close()
      const changed = () => {
        if (followed === path) onChange(path)
      }
      watcher
        .on('change', changed)
        .on('add', changed)
        .on('error', () => {})
      await new Promise<void>((ready) => watcher.once('ready', () => ready()))
    },
  }
}
