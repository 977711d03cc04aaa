// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GlibcHeap, type HeapBlock } from '#core/planning/engines/mnn/heap/glibc-heap'
import { loadModelFile } from '#core/planning/engines/mnn/heap/model-file'

const KIB = 1024
const MIB = 2 ** 20

describe('heap', () => {
  it('maps large blocks, and keeps them in the heap once one of their size was freed', () => {
    const heap = new GlibcHeap()
    const first = heap.malloc(4 * MIB)
    expect(first.freshBytes).toBe(first.bytes)
    expect(heap.residentBytes).toBe(4 * MIB + 4 * KIB)
    heap.free(first)
    expect(heap.residentBytes).toBe(0)
    heap.free(heap.malloc(4 * MIB))
    // Less than twice the threshold is on top: nothing is given back.
    expect(heap.residentBytes).toBe(4 * MIB + 4 * KIB)
    expect(heap.malloc(1 * MIB).freshBytes).toBe(0)
  })

  it('gives back what lies above a block that stays, once it is twice the threshold', () => {
    const heap = new GlibcHeap()
    heap.free(heap.malloc(1 * MIB))
    const kept = heap.malloc(512 * KIB)
    const above = Array.from({ length: 3 }, () => heap.malloc(900 * KIB))
    for (const block of above.slice(0, 2)) heap.free(block)
    expect(heap.residentBytes).toBeGreaterThan(3.1 * MIB)
    heap.free(above[2] as HeapBlock)
    expect(heap.residentBytes).toBeLessThan(512 * KIB + 136 * KIB)
    heap.free(kept)
  })

  it('never raises the threshold beyond 32 MiB', () => {
    const heap = new GlibcHeap()
    heap.free(heap.malloc(33 * MIB))
    heap.free(heap.malloc(1 * MIB))
    expect(heap.residentBytes).toBe(0)
  })

  it('holds a loaded model file, and has mapped and freed the list of its blocks', () => {
    const heap = new GlibcHeap()
    loadModelFile(heap, 100 * MIB)
    expect(heap.residentBytes).toBeGreaterThan(100 * MIB)
    expect(heap.residentBytes).toBeLessThan(100.2 * MIB)
    // 25,601 blocks make a list of 32,768 entries of 16 bytes: as much is no longer mapped, and stays.
    const before = heap.residentBytes
    heap.free(heap.malloc(500 * KIB))
    expect(heap.residentBytes).toBeGreaterThan(before + 300 * KIB)
  })
})

describe('heap against the C library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-heap-'))
  const program = join(folder, 'replay')
  const isGlibc = process.platform === 'linux' && hasGlibc()
  let compiled = false

  beforeAll(() => {
    const source = join(import.meta.dirname, 'replay.c')
    compiled = isGlibc && spawnSync(process.env['CC'] ?? 'cc', ['-O1', '-o', program, source]).status === 0
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.for([1, 2, 3, 4, 5, 6, 7, 8])('keeps as much resident, sequence %i', (seed, context) => {
    if (!compiled) context.skip('needs a C compiler and glibc 2.33 or later')
    const { lines, residentBytes } = randomSequence(seed)
    const measured = Number(execFileSync(program, { input: `${lines.join('\n')}\n`, encoding: 'utf8' }))
    // The C library's own first block and the start of the heap within a page.
    expect(Math.abs(residentBytes - measured)).toBeLessThanOrEqual(2 * 4 * KIB)
  })
})

function hasGlibc(): boolean {
  const { glibcVersionRuntime } = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header
  const [major = 0, minor = 0] = (glibcVersionRuntime ?? '').split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 33)
}

/** 300 blocks of 1.5 KiB to 48 MiB, small ones more often; at most 12 alive. */
function randomSequence(seed: number): { lines: string[]; residentBytes: number } {
  const heap = new GlibcHeap()
  const alive: { readonly id: number; readonly block: HeapBlock }[] = []
  const lines: string[] = []
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let id = 0; id < 300; id++) {
    const bytes = Math.floor(1536 * 2 ** (15 * random() ** 2))
    lines.push(`m ${id} ${bytes}`)
    alive.push({ id, block: heap.malloc(bytes) })
    while (alive.length > 12 || (alive.length > 0 && random() < 0.4)) {
      const [freed] = alive.splice(Math.floor(random() * alive.length), 1)
      if (freed === undefined) break
      lines.push(`f ${freed.id}`)
      heap.free(freed.block)
    }
  }
  return { lines, residentBytes: heap.residentBytes }
}
