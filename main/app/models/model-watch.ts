// SPDX-License-Identifier: Apache-2.0
import { watch } from 'chokidar'
import { isForeign } from '#core/model/foreign-file-systems'
import { infoOf, orNull } from '#core/model/named-paths'
import { lookAgain } from './look-again'

/** A converter writes in many steps: the file must have rested this long, in milliseconds. */
const RESTED = 400

/** A file that is replaced is there again within this time, in milliseconds. */
const REPLACED = 1000

export interface ModelWatch {
  /** Watches this file, and no other from then on; null: none. */
  follow(path: string | null): Promise<void>
}

/** Tells when the model's file has been written anew (also by replacing it) and is whole again, and when it is gone. */
export function createModelWatch(onChange: (path: string) => void, onGone: (path: string) => void): ModelWatch {
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
      if (isForeign(path)) {
        stop = await lookAgain(path, { changed: () => onChange(path), gone: () => onGone(path) })
        // Another was asked for while it was looked at.
        if (followed !== path) await stop()
        return
      }
      const watcher = watch(path, {
        ignoreInitial: true,
        awaitWriteFinish: { stabilityThreshold: RESTED, pollInterval: 100 },
      })
      stop = () => watcher.close()
      const changed = () => {
        if (followed === path) onChange(path)
      }
      // One that is replaced is away for a moment.
      const removed = () => {
        setTimeout(async () => {
          const found = await orNull(infoOf(path)).catch(() => undefined)
          if (followed === path && found === null) onGone(path)
        }, REPLACED)
      }
      watcher
        .on('change', changed)
        .on('add', changed)
        .on('unlink', removed)
        .on('error', () => {})
      await new Promise<void>((ready) => watcher.once('ready', () => ready()))
    },
  }
}
