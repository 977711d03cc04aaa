// SPDX-License-Identifier: Apache-2.0
import type { AttachEnd } from '#contract/attach'
import type { Push } from '#contract/channels'
import { EMPTY_LOG, withBatch } from '../lib/timeline/attach-log'
import type { ActionContext } from './context'

const INTERVAL_MS = 5

export function createAttachActions({ bridge, get, set }: ActionContext) {
  /** Samples may arrive before the answer that names their program. */
  const isCurrent = (id: string): boolean => {
    const { attachment } = get()
    return attachment !== null && attachment.report === null && (attachment.id === null || attachment.id === id)
  }

  return {
    async startAttachment(command: readonly string[]): Promise<void> {
      set({ attachment: { id: null, log: EMPTY_LOG, report: null, problem: null } })
      const answer = await bridge.invoke('attach:start', { command, intervalMs: INTERVAL_MS })
      const { attachment } = get()
      if (attachment === null) return
      if (answer.ok) set({ attachment: { ...attachment, id: answer.value } })
      else if (answer.problem.code === 'cancelled') set({ attachment: null })
      else set({ attachment: { ...attachment, problem: answer.problem } })
    },
    async stopAttachment(): Promise<void> {
      const id = get().attachment?.id
      if (id != null) await bridge.invoke('attach:stop', id)
    },
    receiveSamples({ id, batch }: Push['attach:samples']): void {
      const { attachment } = get()
      if (attachment === null || !isCurrent(id)) return
      set({ attachment: { ...attachment, id, log: withBatch(attachment.log, batch) } })
    },
    receiveAttachEnd(end: AttachEnd): void {
      const { attachment } = get()
      if (attachment === null || !isCurrent(end.id)) return
      if (end.outcome === 'ended') set({ attachment: { ...attachment, id: end.id, report: end.report } })
      else set({ attachment: { ...attachment, id: end.id, problem: end.problem } })
    },
  }
}
