// SPDX-License-Identifier: Apache-2.0
import { homedir } from 'node:os'
import type { AttachBatch, AttachEnd, AttachId, AttachRequest } from '#contract/attach'
import { fail, ok, type Result } from '#contract/errors'
import { type Attachment, attach } from '#core/attach/attachment'

export interface Attachments {
  /** Starts the only program there is at a time; its samples and end are told. */
  start(request: AttachRequest): Result<AttachId>
  stop(id: AttachId): void
  stopAll(): void
}

export interface AttachmentListener {
  samples(id: AttachId, batch: AttachBatch): void
  end(end: AttachEnd): void
}

export function createAttachments(listener: AttachmentListener): Attachments {
  let active: { readonly id: AttachId; readonly attachment: Attachment } | null = null
  let count = 0
  return {
    start(request) {
      if (active !== null) {
        return fail({
          code: 'run/busy',
          message: { id: 'problem.samplingBusy' },
          hint: { id: 'hint.stopOrWait' },
        })
      }
      count += 1
      const id = `attach-${count}`
      const attached = attach(id, request, {
        folder: homedir(),
        stdio: 'ignore',
        samples: (batch) => listener.samples(id, batch),
      })
      if (!attached.ok) return attached
      active = { id, attachment: attached.value }
      void attached.value.end.then((end) => {
        active = null
        listener.end(end)
      })
      return ok(id)
    },
    stop(id) {
      if (active?.id === id) active.attachment.stop()
    },
    stopAll() {
      active?.attachment.stop()
    },
  }
}
