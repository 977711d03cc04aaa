// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { modelArgument, watchArgument } from '#hosts/desktop/command-line'

test('the model is the argument after the application, options aside', () => {
  expect(modelArgument(['electron', '--inspect=0', '/app', 'net.mnn'], false, '/here')).toBe(resolve('/here/net.mnn'))
  expect(modelArgument(['electron', '/app', '--no-sandbox', '/a/net.mnn'], false, '/here')).toBe(resolve('/a/net.mnn'))
  expect(modelArgument(['convscope', 'net.mnn'], true, '/here')).toBe(resolve('/here/net.mnn'))
})

test('without a model there is none', () => {
  expect(modelArgument(['electron', '--inspect=0', '/app', '--no-sandbox'], false, '/here')).toBeNull()
})

test('--watch may stand anywhere', () => {
  expect(watchArgument(['electron', '/app', '--watch', 'net.mnn'])).toBe(true)
  expect(modelArgument(['electron', '/app', '--watch', 'net.mnn'], false, '/here')).toBe(resolve('/here/net.mnn'))
  expect(watchArgument(['electron', '/app', 'net.mnn'])).toBe(false)
})
