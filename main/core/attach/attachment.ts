// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { AttachBatch, AttachEnd, AttachId, AttachRequest } from '#contract/attach'
import { fail, ok, type Result } from '#contract/errors'
import type { Message } from '#messages/message'
import { startSampler } from './sampler'

export interface Attachment {
  /** The program's own process. */
  readonly child: ChildProcess
  /** Ends with the program; never rejects. */
  readonly end: Promise<AttachEnd>
  /** Asks the program to end, then makes it. */
  stop(): void
}

export interface AttachOptions {
  readonly folder: string
  /** Where the program's output goes: to ours, nowhere, or to the caller. */
  readonly stdio: 'inherit' | 'ignore' | 'pipe'
  samples(batch: AttachBatch): void
}

/** A program that does not end when asked is made to after this time. */
const GRACE_MS = 3000

/** Starts a program and samples its memory, and that of what it starts, until it ends. */
export function attach(
  id: AttachId,
  { command, intervalMs }: AttachRequest,
  { folder, stdio, samples }: AttachOptions,
): Result<Attachment> {
  const [program, ...args] = command
  if (process.platform !== 'linux' || !existsSync('/proc/self/statm')) {
    const { platform } = process
    return fail({ code: 'attach/unsupported', message: { id: 'problem.samplingOnLinux', platform } })
  }
  if (program === undefined || program === '') {
    return fail({ code: 'attach/failed', message: { id: 'problem.noProgram' } })
  }
  const begin = process.hrtime.bigint()
  const nowNs = () => Number(process.hrtime.bigint() - begin)
  const child = spawn(program, args, { cwd: folder, stdio })
  const sampler = child.pid === undefined ? null : startSampler(child.pid, intervalMs, nowNs, samples)

  const end = new Promise<AttachEnd>((resolve) => {
    child.once('error', (error) => {
      sampler?.stop()
      resolve({ id, outcome: 'failed', problem: { code: 'attach/failed', message: notStarted(program, error) } })
    })
    child.once('exit', (exitCode, signal) => {
      if (sampler === null) return
      sampler.stop()
      const processes = sampler.processes()
      const [peakRssBytes, peakGpuBytes] = [sampler.peakRssBytes(), sampler.peakGpuBytes()]
      const report = { id, command, durationNs: nowNs(), exitCode, signal, processes, peakRssBytes, peakGpuBytes }
      resolve({ id, outcome: 'ended', report })
    })
  })
  return ok({
    child,
    end,
    stop() {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
    },
  })
}

function notStarted(program: string, { code, message }: NodeJS.ErrnoException): Message {
  if (code === 'ENOENT') return { id: 'problem.programMissing', program }
  if (code === 'EACCES') return { id: 'problem.programForbidden', program }
  return { id: 'problem.programNotStarted', program, detail: message }
}
