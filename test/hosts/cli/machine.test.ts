// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLASSIFIER, commandLine } from './command'

const { run, file } = commandLine()

test('the usual machine is shown, and as a file gives the times that are modelled without one', async () => {
  expect((await run('machine', '--usual')).out).toMatch(/AVX2 +80\.0\n/)
  const usual = await run('machine', '--usual', '--json')
  writeFileSync(file('usual.json'), usual.out)
  const advise = async (...args: string[]) => (await run('advise', CLASSIFIER, '--json', ...args)).out
  const ratios = (text: string) => [...text.matchAll(/"timeRatio": ?([\d.]+)/g)].map(([, ratio]) => ratio)
  const plain = ratios(await advise())
  expect(plain.length).toBeGreaterThan(0)
  expect(ratios(await advise('--times-for', 'usual.json'))).toEqual(plain)
})

test('the usual machine is not measured again', async () => {
  expect(await run('machine', '--usual', '--again')).toMatchObject({ code: 2, out: '' })
})
