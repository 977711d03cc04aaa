// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { FileTask, TaskId } from '#contract/task'

type Stage = FileTask['stage']

/** What work on a file is given. */
export interface Work {
  /** Aborted when the user gives it up; the work then answers "cancelled", soon. */
  readonly signal: AbortSignal
  tell(stage: Stage, fraction: number | null): void
}

/** Work on files that may take long: what takes more than a moment shows its progress, and can be cancelled. */
export interface FileTasks {
  run<T>(fileName: string, stage: Stage, work: (work: Work) => Promise<Result<T>>): Promise<Result<T>>
  cancel(id: TaskId): void
  cancelAll(): void
}

/** What is quicker shows no progress. */
const QUIET_MS = 500
const TELL_EVERY_MS = 100

export interface FileTaskListener {
  progress(task: FileTask): void
  /** Of work whose progress was told. */
  end(id: TaskId): void
}

export function createFileTasks(listener: FileTaskListener): FileTasks {
  const active = new Map<TaskId, AbortController>()
  let count = 0

  return {
    async run(fileName, stage, work) {
      count += 1
      const id = `task-${count}`
      const controller = new AbortController()
      active.set(id, controller)
      const teller = createTeller({ id, fileName, stage, fraction: null }, listener)
      try {
        return await work({ signal: controller.signal, tell: teller.tell })
      } finally {
        active.delete(id)
        teller.end()
      }
    },
    cancel: (id) => active.get(id)?.abort(),
    cancelAll() {
      for (const controller of active.values()) controller.abort()
    },
  }
}

/** Tells the newest progress now and then, from when the work has taken more than a moment. */
function createTeller(first: FileTask, listener: FileTaskListener) {
  let newest = first
  let told: FileTask | null = null
  let repeated: ReturnType<typeof setInterval> | null = null

  function send(): void {
    if (told === newest) return
    told = newest
    listener.progress(newest)
  }

  const begun = setTimeout(() => {
    send()
    repeated = setInterval(send, TELL_EVERY_MS)
  }, QUIET_MS)

  return {
    tell(stage: Stage, fraction: number | null) {
      newest = { ...first, stage, fraction }
    },
    end() {
      clearTimeout(begun)
      if (repeated !== null) clearInterval(repeated)
      if (told !== null) listener.end(first.id)
    },
  }
}
