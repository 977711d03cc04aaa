// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { NativeSession } from '#core/inference/addon'
import { addon } from '../conv/addon'
import { infer } from './infer'
import { image, network } from './network'

/** Of every thread of this process, what the system tells under a name. */
function ofThreads(name: 'State' | 'Cpus_allowed_list'): readonly string[] {
  return readdirSync('/proc/self/task').flatMap((thread) => {
    try {
      const status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8')
      return new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? []
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

async function used(inferences: number): Promise<NativeSession> {
  const session = new addon.Session()
  await session.prepare({ ...network(), threads: 2 })
  for (let i = 0; i < inferences; i++) await infer(session, [image()])
  return session
}

describe.runIf(process.platform === 'linux')('threads', () => {
  it('of a session that does nothing sleep', async () => {
    const session = await used(2)
    // All but the one that looks: a thread that went on looking for work would always be found running.
    await expect.poll(() => ofThreads('State').filter((state) => state === 'R').length, { timeout: 10_000 }).toBe(1)
    session.dispose()
  })

  it('may run on every processor again after they were moved', async () => {
    const before = new Set(ofThreads('Cpus_allowed_list'))
    const session = await used(20)
    await expect.poll(() => new Set(ofThreads('Cpus_allowed_list')), { timeout: 10_000 }).toEqual(before)
    session.dispose()
  })
})
