// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createGrantedFiles, samplesFolder } from '#hosts/desktop/granted-files'

const samples = samplesFolder('/data')
const files = createGrantedFiles({ recent: () => ['/models/old.onnx'], samplesFolder: samples })
files.grant('/models/chosen.onnx')

test.each(['/models/chosen.onnx', '/models/x/../chosen.onnx', '/models/old.onnx', join(samples, 'squeezenet.onnx')])(
  '%s is read: the user has named it',
  async (path) => expect(await files.admit(path)).toEqual({ ok: true, value: path }),
)

test.each([
  '/etc/passwd',
  '/models',
  '/models/chosen.onnx.weight',
  '/models/other.onnx',
  join(samples, '../settings.json'),
  '/',
  '',
])('“%s” is not: the page alone has', async (path) =>
  expect(await files.admit(path)).toMatchObject({ ok: false, problem: { code: 'file/unreadable' } }),
)
