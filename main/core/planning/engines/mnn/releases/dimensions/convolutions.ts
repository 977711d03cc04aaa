// SPDX-License-Identifier: Apache-2.0
import { multiInputExecutor as oldMultiInput } from '../../rules/1.0.1/multi-input'
import { strassenExecutor as oldStrassen } from '../../rules/1.0.1/strassen'
import { tiledExecutor as oldTiled } from '../../rules/1.0.1/tiled'
import { winogradExecutor as oldWinograd, winogradRate as penalisedRate } from '../../rules/1.0.1/winograd'
import { winogradExecutor as unfusedWinograd } from '../../rules/1.1.5/winograd'
import { multiInputExecutor } from '../../rules/2.8.1/multi-input'
import { packWinogradExecutor, winogradRate, winogradRate126 } from '../../rules/2.8.1/pack-winograd'
import { strassenExecutor } from '../../rules/2.8.1/strassen'
import { tiledExecutor } from '../../rules/2.8.1/tiled'
import { selectDepthwise, selectPaddedDepthwise } from '../../rules/depthwise-selection'
import type { LayerRules } from '../../rules/layer-rules'
import { EQUAL_SHARES, SHARES_BY_SPEED } from '../../rules/shares'
import type { Dimension } from '../dimension'

// Rules about one convolution. Paths are those below source/backend/cpu.

/** compute/ConvolutionFloatFactory.cpp. */
export const POINTWISE: Dimension<LayerRules['pointwise']> = [
  { since: '1.0.1', text: { id: 'rule.pointwise.1.0.1' }, value: 'all' },
  { since: '1.2.2', text: { id: 'rule.pointwise.2.8.1' }, value: 'unchangedSize' },
]

/** compute/Convolution1x1Strassen.cpp, StrassenMatmulComputor.cpp. */
export const STRASSEN: Dimension<LayerRules['strassen']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.strassen.1.0.1' },
    value: (p, settings) => oldStrassen(p, settings, { wholeBatch: false, biasFirst: false }),
  },
  {
    since: '1.1.0',
    text: { id: 'rule.strassen.1.1.0' },
    value: (p, settings) => oldStrassen(p, settings, { wholeBatch: true, biasFirst: false }),
  },
  {
    since: '1.1.5',
    text: { id: 'rule.strassen.1.1.5' },
    value: (p, settings) => oldStrassen(p, settings, { wholeBatch: true, biasFirst: true }),
  },
  {
    since: '1.2.0',
    text: { id: 'rule.strassen.1.2.0' },
    value: (p, settings) => strassenExecutor(p, settings, { shares: EQUAL_SHARES, stages: true, wholeBlocks: true }),
  },
  {
    since: '1.2.2',
    text: { id: 'rule.strassen.1.2.2' },
    value: (p, settings) => strassenExecutor(p, settings, { shares: EQUAL_SHARES, stages: false, wholeBlocks: true }),
  },
  {
    since: '1.2.5',
    text: { id: 'rule.strassen.1.2.5' },
    value: (p, settings) => strassenExecutor(p, settings, { shares: EQUAL_SHARES, stages: false, wholeBlocks: false }),
  },
  {
    since: '2.9.3',
    text: { id: 'rule.strassen.2.9.3' },
    value: (p, settings) =>
      strassenExecutor(p, settings, { shares: SHARES_BY_SPEED, stages: false, wholeBlocks: false }),
  },
]

/** 1.0.1: compute/ConvolutionWinograd.cpp; from 1.2.8 on ConvolutionPackWinograd.cpp, ConvolutionPackFreeWinograd.cpp. */
export const WINOGRAD: Dimension<LayerRules['winograd']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.winograd.1.0.1' },
    value: { rate: penalisedRate, packFree: false, shares: 'groups' },
  },
  {
    since: '1.2.6',
    text: { id: 'rule.winograd.1.2.6' },
    value: { rate: winogradRate126, packFree: false, shares: 'groups' },
  },
  {
    since: '1.2.8',
    text: { id: 'rule.winograd.1.2.8' },
    value: { rate: winogradRate126, packFree: true, shares: 'groups' },
  },
  {
    since: '2.2.2',
    text: { id: 'rule.winograd.2.8.1' },
    value: { rate: winogradRate, packFree: true, shares: 'groups' },
  },
  {
    since: '2.9.3',
    text: { id: 'rule.winograd.2.9.3' },
    value: { rate: winogradRate, packFree: true, shares: 'tiles' },
  },
]

/** 2.6.3: compute/ConvolutionPackWinograd.cpp; 2.8.4|3.0.0: include/MNN/Interpreter.hpp, ConvolutionFloatFactory.cpp. */
export const WINOGRAD_UNIT: Dimension<LayerRules['winogradUnit']> = [
  { since: '1.0.1', text: { id: 'rule.winogradUnit.1.0.1' }, value: { byRows: true, levels: 'none' } },
  { since: '2.6.3', text: { id: 'rule.winogradUnit.2.8.1' }, value: { byRows: false, levels: 'none' } },
  { since: '2.8.4', text: { id: 'rule.winogradUnit.2.8.4' }, value: { byRows: false, levels: 'packed' } },
  { since: '3.0.0', text: { id: 'rule.winogradUnit.3.6.1' }, value: { byRows: false, levels: 'all' } },
]

/** compute/ConvolutionWinograd.cpp. */
export const WINOGRAD_WORKSPACE: Dimension<LayerRules['winogradWorkspace']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.winogradWorkspace.1.0.1' },
    value: (p, unit, { core, threads }) => oldWinograd(p, unit, core, threads),
  },
  {
    since: '1.1.5',
    text: { id: 'rule.winogradWorkspace.1.1.5' },
    value: (p, unit, { core, threads }) => unfusedWinograd(p, unit, core, threads),
  },
  {
    since: '1.2.3',
    text: { id: 'rule.winogradWorkspace.1.2.3' },
    value: (p, unit, { core, threads }) => packWinogradExecutor(p, unit, core, threads),
  },
]

/** compute/ConvolutionTiledExecutor.cpp, from 1.2.0 on DenseConvolutionTiledExecutor.cpp. */
export const TILED: Dimension<LayerRules['tiled']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.tiled.1.0.1' },
    value: (p, { core, threads }) => oldTiled(p, core, threads, 'heap'),
  },
  {
    since: '1.0.2',
    text: { id: 'rule.tiled.1.0.2' },
    value: (p, { core, threads }) => oldTiled(p, core, threads, 'staticPool'),
  },
  {
    since: '1.1.5',
    text: { id: 'rule.tiled.1.1.5' },
    value: (p, { core, threads }) => tiledExecutor(p, core, threads, true),
  },
  {
    since: '1.2.0',
    text: { id: 'rule.tiled.1.2.0' },
    value: (p, { core, threads }) => tiledExecutor(p, core, threads),
  },
]

/** CPUConvolutionDepthwise.cpp, compute/ConvolutionDepthwise3x3.cpp. */
export const DEPTHWISE: Dimension<LayerRules['depthwise']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.depthwise.1.0.1' },
    value: (p, settings) => selectDepthwise(p, settings, false),
  },
  {
    since: '1.1.0',
    text: { id: 'rule.depthwise.2.8.1' },
    value: (p, settings) => selectDepthwise(p, settings, true),
  },
  {
    since: '2.9.6',
    text: { id: 'rule.depthwise.2.9.6' },
    value: (p, settings) => selectPaddedDepthwise(p, settings, false),
  },
  {
    since: '3.0.0',
    text: { id: 'rule.depthwise.3.6.1' },
    value: (p, settings) => selectPaddedDepthwise(p, settings, true),
  },
]

/** compute/ConvolutionGroup.cpp. */
export const GROUP: Dimension<LayerRules['group']> = [
  { since: '1.0.1', text: { id: 'rule.group.1.0.1' }, value: 'image' },
  { since: '1.2.2', text: { id: 'rule.group.1.2.2' }, value: 'batch' },
]

/**
 * compute/ConvolutionTiledExecutor.cpp, from 1.2.0 on DenseConvolutionTiledExecutor.cpp. 1.1.0 to 1.1.7 compute such
 * layers by im2col and a matrix product (source/geometry/GeometryConv2D.cpp), which is not modelled: their figures are
 * those of 1.0.2.
 */
export const COMPUTED_WEIGHT: Dimension<LayerRules['computedWeight']> = [
  {
    since: '1.0.1',
    text: { id: 'rule.computedWeight.1.0.1' },
    value: (p, bias, { core, threads }) => oldMultiInput(p, bias, core, threads),
  },
  {
    since: '1.0.2',
    text: { id: 'rule.computedWeight.1.0.2' },
    value: (p, bias, { core, threads }) => oldMultiInput(p, bias, core, threads, true),
  },
  {
    since: '1.2.0',
    text: { id: 'rule.computedWeight.1.2.0' },
    value: (p, bias, { core, threads }) => multiInputExecutor(p, bias, core, threads),
  },
]

/** compute/ConvolutionFloatFactory.cpp: first only for packs of 4, from 1.2.3 on for all others. */
export const SPARSE: Dimension<LayerRules['sparse']> = [
  { since: '1.0.1', text: { id: 'rule.sparse.1.0.1' }, value: () => false },
  { since: '1.2.0', text: { id: 'rule.sparse.1.2.0' }, value: ({ pack }) => pack === 4 },
  { since: '1.2.3', text: { id: 'rule.sparse.1.2.3' }, value: () => true },
]
