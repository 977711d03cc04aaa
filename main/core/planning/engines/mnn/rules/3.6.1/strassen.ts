// SPDX-License-Identifier: Apache-2.0
import { ceilDiv } from '../../arithmetic'
import type { ChannelShare } from '../2.8.1/strassen'

/** 3.6.1: compute/Convolution1x1Strassen.cpp: shares rounded up, the last parts get what is left, or nothing. */
export const roundedUpShares: ChannelShare = (units, threads) => ceilDiv(units, threads)
