// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gpuMemory } from '#core/attach/gpu-memory'
import { Recording } from '#core/attach/recording'

const PID = 42
let root = ''
const sources = () => ({ proc: join(root, 'proc'), kgsl: join(root, 'kgsl') })

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'convscope-gpu-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(folder: string, files: Readonly<Record<string, string>>): void {
  const place = join(root, folder)
  mkdirSync(place, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
}

const descriptor = (client: number, ...lines: string[]) =>
  ['pos:\t0', 'drm-driver:\tamdgpu', 'drm-pdev:\t0000:03:00.0', `drm-client-id:\t${client}`, ...lines, ''].join('\n')

describe('memory of a GPU', () => {
  it('is what each client of a drm driver has in all regions, once however many descriptors it has', async () => {
    const first = descriptor(7, 'drm-total-vram:\t2 MiB', 'drm-total-gtt:\t512 KiB', 'drm-resident-vram:\t1 MiB')
    write(`proc/${PID}/fdinfo`, {
      0: 'pos:\t0\nflags:\t02\n',
      5: first,
      6: first,
      7: descriptor(8, 'drm-total-vram:\t100'),
    })
    expect(await gpuMemory(PID, sources())).toBe(2.5 * 1024 ** 2 + 100)
  })

  it('has another name on older drivers', async () => {
    write(`proc/${PID}/fdinfo`, { 5: descriptor(7, 'drm-memory-vram:\t64 KiB', 'drm-memory-cpu:\t0') })
    expect(await gpuMemory(PID, sources())).toBe(64 * 1024)
  })

  it('is what lies in memory where a driver tells no total, and no count of cycles', async () => {
    const [xe, msm] = [descriptor(7, 'drm-total-cycles-rcs:\t7655183225'), descriptor(8, 'drm-resident-memory:\t3 MiB')]
    write(`proc/${PID}/fdinfo`, { 5: xe, 6: msm })
    expect(await gpuMemory(PID, sources())).toBe(3 * 1024 ** 2)
  })

  it('is told apart by device, and by descriptor where clients have no id', async () => {
    const bare = ['drm-driver:\tmsm', 'drm-total-memory:\t4 KiB', ''].join('\n')
    const other = descriptor(7, 'drm-total-vram:\t1 KiB').replace('03:00.0', '04:00.0')
    write(`proc/${PID}/fdinfo`, { 5: descriptor(7, 'drm-total-vram:\t2 KiB'), 6: other, 7: bare, 8: bare })
    expect(await gpuMemory(PID, sources())).toBe(11 * 1024)
  })

  it('is counted by KGSL for a process', async () => {
    write(`kgsl/${PID}`, { kernel: '4096\n', user: '100\n', ion: '0\n' })
    expect(await gpuMemory(PID, sources())).toBe(4196)
  })

  it('is not known where no driver tells of it', async () => {
    write(`proc/${PID}/fdinfo`, { 0: 'pos:\t0\n', 5: descriptor(7) })
    expect(await gpuMemory(PID, sources())).toBe(null)
    expect(await gpuMemory(1, sources())).toBe(null)
  })

  it('is the most of each process, added up, and stays unknown where none is told of', () => {
    const recording = new Recording()
    const one = { rssBytes: 1, fileBytes: 0 }
    recording.moment(
      1,
      new Map([
        [PID, one],
        [PID + 1, one],
      ]),
      new Map(),
      String,
    )
    recording.gpu(PID, null)
    expect(recording.gpuBytes()).toBe(null)
    for (const bytes of [4096, 512]) recording.gpu(PID, bytes)
    expect(recording.gpuBytes()).toBe(4096)
    recording.gpu(PID + 1, 0)
    recording.gpu(PID + 1, 100)
    expect(recording.gpuBytes()).toBe(4196)
  })
})
