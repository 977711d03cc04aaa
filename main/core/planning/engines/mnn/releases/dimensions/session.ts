// SPDX-License-Identifier: Apache-2.0

import type { SessionsMessage } from '#messages/en/sessions'
import type { MnnEngine, PoolRule } from '../../engine'
import type { Geometry } from '../../geometry/command-list'
import { DeferredPool } from '../../pools/deferred-pool'
import { EagerPool } from '../../pools/eager-pool'
import { resizeOther as copiedProducts } from '../../rules/1.0.1/other-operations'
import { resizeOther as packedProducts } from '../../rules/2.8.1/other-operations'
import { resizeOther as tiledProducts } from '../../rules/3.6.1/other-operations'
import {
  runsOnPlain,
  WIDE_KINDS_1_2_0,
  WIDE_KINDS_2_8_4,
  WIDE_KINDS_2_9_1,
  WIDE_KINDS_3_0_0,
} from '../../rules/plain-backend'
import type { PlainBackend } from '../../session/backends'
import type { Dimension } from '../dimension'

// Rules about a whole session.

/** source/core/Pipeline.cpp: executors are created just before they are sized, or all of them first. */
export const CREATION: Dimension<'eachBeforeSizing' | 'allFirst'> = [
  { since: '1.0.1', text: { id: 'rule.creation.1.0.1' }, value: 'eachBeforeSizing' },
  { since: '2.3.0', text: { id: 'rule.creation.2.3.0' }, value: 'allFirst' },
]

/** Takes blocks at once, from the static pool. */
const EAGER_FROM_STATIC: PoolRule = {
  create: (heap, staticPool) => new EagerPool(heap, staticPool),
  block: 'manyFromStatic',
}

/** source/core/BufferAllocator.cpp, source/backend/cpu/CPUBackend.cpp. */
export const POOL: Dimension<PoolRule> = [
  {
    since: '1.0.1',
    text: { id: 'rule.pool.1.0.1' },
    value: { create: (heap) => new EagerPool(heap), block: 'many' },
  },
  { since: '1.1.1', text: { id: 'rule.pool.1.1.1' }, value: EAGER_FROM_STATIC },
  { since: '2.7.0', text: { id: 'rule.pool.2.8.1' }, value: { create: () => new DeferredPool(1), block: 'static' } },
  { since: '2.9.3', text: { id: 'rule.pool.2.9.3' }, value: { create: () => new DeferredPool(64), block: 'static' } },
  { since: '2.9.5', text: { id: 'rule.pool.3.6.1' }, value: { create: () => new DeferredPool(64), block: 'own' } },
]

/**
 * What stays when a session is sized anew; where blocks come from is POOL's business. source/core/BufferAllocator.cpp,
 * release: to 3.1.4 the free list is emptied with remainders of blocks in use on it.
 */
export const RESIZING: Dimension<{ readonly keepsRemainders: boolean }> = [
  { since: '1.0.1', text: { id: 'rule.resizing.1.0.1' }, value: { keepsRemainders: false } },
  { since: '1.1.1', text: { id: 'rule.resizing.1.1.1' }, value: { keepsRemainders: false } },
  { since: '2.7.0', text: { id: 'rule.resizing.2.7.0' }, value: { keepsRemainders: false } },
  { since: '2.9.5', text: { id: 'rule.resizing.2.9.5' }, value: { keepsRemainders: false } },
  { since: '3.2.0', text: { id: 'rule.resizing.3.2.0' }, value: { keepsRemainders: true } },
]

const VIRTUAL: Geometry = {
  reads: 'one',
  reshapesTakeOver: false,
  mergesPermuted: true,
  reducesDirectly: false,
  keepsCopies: false,
}

const TRANSPOSING: Geometry = { ...VIRTUAL, keepsCopies: true, transposesVolumes: true }

/** How sessions on one runtime have their dynamic memory: as one by itself, or by another rule. */
interface OnOneRuntime {
  readonly pool: PoolRule | 'asAlone' | 'unknown'
}

/**
 * What sessions share that are made on one runtime (createSession with RuntimeInfo): source/core/Interpreter.cpp,
 * source/backend/cpu/CPUBackend.cpp, CPURuntime. null: it is not offered. 1.0.x has none; that of 1.1.0 has one dynamic pool for
 * all, and gives free blocks of it back to the system before each session is sized, although earlier ones still work in them
 * (1.1.0: source/core/Session.cpp, resize). To 2.9.2 only a runtime that a session makes for itself is told which kind of
 * dynamic pool to make: 2.7.0 leaves it unset otherwise, 2.8.0 has it take blocks at once (source/core/Backend.hpp, mAllocatorType).
 * No session by itself differs by it, so it is no dimension of a release's row.
 */
export const ON_ONE_RUNTIME: Dimension<OnOneRuntime | null, SessionsMessage> = [
  { since: '1.0.1', text: { id: 'sessions.own.mnn' }, value: null },
  { since: '1.1.1', text: { id: 'sessions.runtime.1.1.1' }, value: { pool: 'asAlone' } },
  { since: '2.7.0', text: { id: 'sessions.runtime.2.7.0' }, value: { pool: 'unknown' } },
  { since: '2.8.0', text: { id: 'sessions.runtime.2.8.0' }, value: { pool: EAGER_FROM_STATIC } },
  { since: '2.9.3', text: { id: 'sessions.runtime.1.1.1' }, value: { pool: 'asAlone' } },
  { since: '2.9.5', text: { id: 'sessions.runtime.2.9.5' }, value: { pool: 'asAlone' } },
]

/** source/geometry, source/core/TensorUtils.cpp, source/backend/cpu/CPURaster.cpp. null: what only moves elements is computed like all else. */
export const GEOMETRY: Dimension<Geometry | null> = [
  { since: '1.0.1', text: { id: 'rule.geometry.1.0.1' }, value: null },
  {
    since: '1.1.0',
    text: { id: 'rule.geometry.1.1.0' },
    value: { ...VIRTUAL, reshapesTakeOver: true, mergesPermuted: false },
  },
  { since: '1.2.2', text: { id: 'rule.geometry.1.2.2' }, value: { ...VIRTUAL, reshapesTakeOver: true } },
  { since: '1.2.5', text: { id: 'rule.geometry.1.2.5' }, value: { ...VIRTUAL, keepsCopies: true } },
  { since: '2.1.2', text: { id: 'rule.geometry.2.1.2' }, value: TRANSPOSING },
  {
    since: '2.9.2',
    text: { id: 'rule.geometry.2.9.2' },
    value: { ...TRANSPOSING, reads: 'oneStrideOrRow', clips: 'always' },
  },
  {
    since: '2.9.5',
    text: { id: 'rule.geometry.2.9.5' },
    value: { ...TRANSPOSING, reads: 'oneStridePerSide', clips: 'ifApart' },
  },
  {
    since: '3.1.0',
    text: { id: 'rule.geometry.3.1.0' },
    value: { ...TRANSPOSING, reads: 'oneStridePerSide', clips: 'unlessWritten' },
  },
  {
    since: '3.4.0',
    text: { id: 'rule.geometry.3.4.0' },
    value: { ...TRANSPOSING, reads: 'many', clips: 'unlessWritten', reducesDirectly: true },
  },
]

/**
 * The second backend of AVX2, AVX-512 and half precision: cpu/x86_x64/AVX2Backend.cpp,
 * source/backend/arm82/Arm82Backend.cpp, source/core/OpCommonUtils.cpp. null: there is one backend, with packs of four.
 */
export const BACKENDS: Dimension<PlainBackend | null> = [
  { since: '1.0.1', text: { id: 'rule.backends.1.0.1' }, value: null },
  {
    since: '1.2.0',
    text: { id: 'rule.backends.1.2.0' },
    value: { ...runsOnPlain(WIDE_KINDS_1_2_0, false, false), ownPool: true },
  },
  {
    since: '1.2.3',
    text: { id: 'rule.backends.1.2.3' },
    value: { ...runsOnPlain(WIDE_KINDS_1_2_0, false), ownPool: true },
  },
  {
    since: '2.1.2',
    text: { id: 'rule.backends.2.1.2' },
    value: { ...runsOnPlain(WIDE_KINDS_1_2_0, false), ownPool: true, holdsCopied: true },
  },
  {
    since: '2.3.0',
    text: { id: 'rule.backends.2.3.0' },
    value: { ...runsOnPlain(WIDE_KINDS_1_2_0, false), ownPool: true },
  },
  {
    since: '2.8.4',
    text: { id: 'rule.backends.2.8.4' },
    value: { ...runsOnPlain(WIDE_KINDS_2_8_4, false), ownPool: true },
  },
  {
    since: '2.9.1',
    text: { id: 'rule.backends.2.9.1' },
    value: { ...runsOnPlain(WIDE_KINDS_2_9_1, true), ownPool: true },
  },
  {
    since: '2.9.5',
    text: { id: 'rule.backends.2.9.5' },
    value: { ...runsOnPlain(WIDE_KINDS_2_9_1, true), ownPool: false },
  },
  {
    since: '3.0.0',
    text: { id: 'rule.backends.3.0.0' },
    value: { ...runsOnPlain(WIDE_KINDS_3_0_0, true), ownPool: false },
  },
]

/** Matrix products and softmax: cpu/CPUMatMul.cpp, CPUSoftmax.cpp. */
export const PRODUCTS: Dimension<MnnEngine['resizeOther']> = [
  { since: '1.0.1', text: { id: 'rule.products.1.0.1' }, value: copiedProducts },
  { since: '1.1.0', text: { id: 'rule.products.1.1.0' }, value: packedProducts },
  { since: '2.9.1', text: { id: 'rule.products.2.9.1' }, value: tiledProducts },
]
