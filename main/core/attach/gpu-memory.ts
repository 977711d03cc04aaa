// SPDX-License-Identifier: Apache-2.0
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders in which Linux tells of processes, and Qualcomm's driver of theirs. */
interface GpuSources {
  readonly proc: string
  readonly kgsl: string
}

const SYSTEM: GpuSources = { proc: '/proc', kgsl: '/sys/class/kgsl/kgsl/proc' }

/**
 * Bytes of buffers that drivers of GPUs hold for a process, wherever these lie; null where no driver tells of it. Descriptors
 * of a drm driver carry counters (Documentation/gpu/drm-usage-stats.rst of Linux: `drm-total-…`, else what lies in memory,
 * `drm-resident-…` or on older drivers `drm-memory-…`), once for each client, however many descriptors it has; KGSL counts
 * by process (kgsl_sharedmem.c).
 */
export async function gpuMemory(pid: number, sources: GpuSources = SYSTEM): Promise<number | null> {
  return (await drmBytes(join(sources.proc, String(pid), 'fdinfo'))) ?? kgslBytes(join(sources.kgsl, String(pid)))
}

async function drmBytes(folder: string): Promise<number | null> {
  const clients = new Map<string, number>()
  for (const name of await readdir(folder).catch(() => [])) {
    const text = await readFile(join(folder, name), 'latin1').catch(() => '')
    if (!text.includes('drm-driver:')) continue
    // Of a client without a name every descriptor counts.
    const id = field(text, 'drm-client-id')
    const client = id === '' ? `descriptor ${name}` : `${field(text, 'drm-pdev')} ${id}`
    const bytes = sumOf(text, 'drm-total') ?? sumOf(text, 'drm-resident') ?? sumOf(text, 'drm-memory')
    if (bytes !== null) clients.set(client, bytes)
  }
  return clients.size === 0 ? null : [...clients.values()].reduce((sum, bytes) => sum + bytes, 0)
}

function field(text: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
}

/** Of all regions ("drm-total-vram0:  12 KiB"), in bytes; null where there is none. "drm-total-cycles-…" counts time. */
function sumOf(text: string, name: string): number | null {
  const found = [...text.matchAll(new RegExp(`^${name}-(?!cycles-)[^:]+:\\s*(\\d+) ?(KiB|MiB)?\\s*$`, 'gm'))]
  const scale = (unit: string | undefined) => (unit === 'MiB' ? 1024 ** 2 : unit === 'KiB' ? 1024 : 1)
  return found.length === 0 ? null : found.reduce((sum, [, count, unit]) => sum + Number(count) * scale(unit), 0)
}

/** Allocated by the driver, given by the process, and shared with others. */
const KGSL_COUNTERS = ['kernel', 'user', 'ion'] as const

async function kgslBytes(folder: string): Promise<number | null> {
  const counts = await Promise.all(
    KGSL_COUNTERS.map(async (name) => {
      const text = await readFile(join(folder, name), 'latin1').catch(() => '')
      return /^\d+$/.test(text.trim()) ? Number(text) : null
    }),
  )
  const known = counts.filter((bytes) => bytes !== null)
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0)
}
