// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { launch, type RunningApp, SCREENSHOTS, share, sharedModel } from './app'

const MIB = 2 ** 20
let running: RunningApp

test.beforeEach(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  running = await launch()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function bytesOf(locator: Locator, attribute = 'data-bytes'): Promise<number> {
  return Number(await locator.getAttribute(attribute))
}

async function openSample(page: Page, id: string): Promise<void> {
  await page.getByTestId(`sample-${id}`).click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
}

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

test('SqueezeNet: open, see the badges, change the memory mode, run, see the peak', async () => {
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  await page.screenshot({ path: join(SCREENSHOTS, 'empty.png') })

  const real = sharedModel('mnn/light_squeezenet.mnn')
  if (real) {
    await running.open(real, () => page.getByTestId('open-button').click())
    await expect(page.getByTestId('total-bytes')).toBeVisible()
  } else {
    await openSample(page, 'squeezenet')
  }

  const convs = page.locator('[data-testid^="graph-node-"][data-algorithm]:not([data-algorithm=""])')
  await expect(convs.first()).toBeVisible()
  expect(Number(await convs.first().getAttribute('data-packed-bytes'))).toBeGreaterThan(0)

  // 1.0.1 honours Memory_Low when it chooses: the total must differ between low and normal.
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('config-memory-low').click()
  const total = page.getByTestId('total-bytes')
  await expect.poll(() => bytesOf(total)).toBeGreaterThan(0)
  const low = await bytesOf(total)
  await page.getByTestId('config-memory-normal').click()
  await expect.poll(() => bytesOf(total)).toBeGreaterThan(low)

  await chooseProfile(page, 'Convscope engine')
  await page.getByTestId('run-button').click()
  await page.getByTestId('tab-timeline').click()
  const chart = page.getByTestId('timeline-chart')
  await expect.poll(() => bytesOf(chart, 'data-samples'), { timeout: 60_000 }).toBeGreaterThan(2)
  await expect.poll(() => bytesOf(chart, 'data-peak-bytes'), { timeout: 60_000 }).toBeGreaterThan(MIB)
  await expect(page.getByTestId('run-button')).toBeEnabled({ timeout: 60_000 })
  await page.screenshot({ path: join(SCREENSHOTS, 'timeline.png') })
})

test('the founding case: ResNet100, MNN 1.0.1 low against 2.8.1 low, compared and exported', async () => {
  const { page } = running
  await openSample(page, 'iresnet100')
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('config-isa').click()
  await page.getByRole('option', { name: 'AVX2', exact: true }).click()
  await page.getByTestId('keep-a').click()
  await chooseProfile(page, 'MNN 2.8.1')
  await page.getByTestId('tab-compare').click()

  const a = page.getByTestId('compare-total-a')
  const b = page.getByTestId('compare-total-b')
  const delta = page.getByTestId('compare-total-delta')
  await expect(delta).toBeVisible()
  await expect.poll(() => bytesOf(delta)).toBeGreaterThan(450 * MIB)
  expect(await bytesOf(b)).toBe((await bytesOf(a)) + (await bytesOf(delta)))
  await page.screenshot({ path: join(SCREENSHOTS, 'founding-case.png') })

  const folder = mkdtempSync(join(tmpdir(), 'convscope-export-'))
  const save = async (kind: 'png' | 'svg' | 'csv' | 'json') => {
    const path = join(folder, `comparison.${kind}`)
    await running.save(path, () => share(page, kind))
    return path
  }

  const png = readFileSync(await save('png'))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(await distinctColours(page, png)).toBeGreaterThan(10)

  const svg = readFileSync(await save('svg'), 'utf8')
  expect(svg).toMatch(/^<(\?xml|svg)/)
  expect(svg).toContain('mnn-1.0.1')

  const rows: Record<string, string>[] = parse(readFileSync(await save('csv'), 'utf8'), { columns: true })
  const layers = rows.filter((row) => row['record'] === 'layer')
  const sum = (column: string) => layers.reduce((total, row) => total + Number(row[column]), 0)
  expect(layers.filter((row) => row['a_algorithm'] !== '')).toHaveLength(103)
  const group = page.getByTestId('compare-group').first()
  await group.click()
  await expect(group.getByRole('button')).toHaveAttribute('aria-expanded', 'true')
  const shown = await page
    .locator('[data-testid^="compare-row-"]')
    .evaluateAll((elements) => elements.map((element) => Number(element.getAttribute('data-packed-delta'))))
  expect(shown.length).toBeGreaterThan(0)
  const packedDelta = sum('packed_weights_delta_modelled_bytes')
  expect(packedDelta).toBe(sum('b_packed_weights_modelled_bytes') - sum('a_packed_weights_modelled_bytes'))
  const total = rows.find((row) => row['record'] === 'total' && row['name'] === 'total')
  expect(Number(total?.['total_delta_modelled_bytes'])).toBe(await bytesOf(delta))

  const json = JSON.parse(readFileSync(await save('json'), 'utf8'))
  expect(json.delta.modelled.total).toBe(await bytesOf(delta))
  expect(json.model.sha256).toMatch(/^[0-9a-f]{64}$/)
})

/** Colours in a PNG, counted in the page on a coarse grid of pixels: a blank picture has one. */
async function distinctColours(page: Page, png: Buffer): Promise<number> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no 2d context')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const colours = new Set<number>()
    for (let i = 0; i < data.length; i += 4 * 7) {
      colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0))
    }
    return colours.size
  }, png.toString('base64'))
}
