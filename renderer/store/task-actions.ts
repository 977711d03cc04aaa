// SPDX-License-Identifier: Apache-2.0
import type { FileTask, TaskId } from '#contract/task'
import type { ActionContext } from './context'

/** Exports and opened documents that take longer than a moment. */
export function createTaskActions({ bridge, get, set }: ActionContext) {
  return {
    async cancelTask(id: TaskId): Promise<void> {
      set({ tasks: get().tasks.map((each) => (each.id === id ? { ...each, cancelling: true } : each)) })
      await bridge.invoke('task:cancel', id)
    },
    receiveTaskProgress(task: FileTask): void {
      const { tasks } = get()
      const known = tasks.find(({ id }) => id === task.id)
      const next = { ...task, cancelling: known?.cancelling ?? false }
      set({ tasks: known === undefined ? [...tasks, next] : tasks.map((each) => (each === known ? next : each)) })
    },
    receiveTaskEnd: (id: TaskId): void => set({ tasks: get().tasks.filter((each) => each.id !== id) }),
  }
}
