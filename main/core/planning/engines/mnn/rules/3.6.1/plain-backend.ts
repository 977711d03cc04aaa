// SPDX-License-Identifier: Apache-2.0
import type { SessionOp } from '../../session/converter-view'
import { WIDE_KINDS_2_8_1 } from '../2.8.1/plain-backend'

/** What the backends for wide packs have in 3.6.1. core/OpCommonUtils.cpp, cpu/x86_x64/AVX2Backend.cpp. */
export const WIDE_KINDS_3_6_1: ReadonlySet<SessionOp['kind']> = new Set([...WIDE_KINDS_2_8_1, 'Where', 'LayerNorm'])
