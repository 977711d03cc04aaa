import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { answerOpenDialog, answerSaveDialog, launch, type RunningApp, SCREENSHOTS, sharedModel } from './app'

const MIB = 2 ** 20
let running: RunningApp

test.beforeEach(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  running = await launch()
})

test.afterEach(async () => {
  await running.app.close()
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
  await page.getByRole('option', { name }).click()
}

test('SqueezeNet: open, see the badges, change the memory mode, run, see the peak', async () => {
  const { app, page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  await page.screenshot({ path: join(SCREENSHOTS, 'empty.png') })

  const real = sharedModel('mnn/light_squeezenet.mnn')
  if (real) {
    await answerOpenDialog(app, real)
    await page.getByTestId('open-button').click()
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

  await chooseProfile(page, 'Convscope')
  await page.getByTestId('run-button').click()
  await page.getByTestId('tab-timeline').click()
  const chart = page.getByTestId('timeline-chart')
  await expect.poll(() => bytesOf(chart, 'data-samples'), { timeout: 60_000 }).toBeGreaterThan(2)
  await expect.poll(() => bytesOf(chart, 'data-peak-bytes'), { timeout: 60_000 }).toBeGreaterThan(MIB)
  await expect(page.getByTestId('run-button')).toBeEnabled({ timeout: 60_000 })
  await page.screenshot({ path: join(SCREENSHOTS, 'timeline.png') })
})

test('the founding case: ResNet100, MNN 1.0.1 low against 2.8.1 low, compared and exported', async () => {
  const { app, page } = running
  await openSample(page, 'iresnet100')
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('config-isa').click()
  await page.getByRole('option', { name: 'AVX2' }).click()
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
    await answerSaveDialog(app, path)
    await page.getByTestId(`export-${kind}`).click()
    await expect.poll(() => existsSync(path)).toBe(true)
    return path
  }

  const png = readFileSync(await save('png'))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(await distinctColours(page, png)).toBeGreaterThan(10)

  const svg = readFileSync(await save('svg'), 'utf8')
  expect(svg).toMatch(/^<(\?xml|svg)/)
  expect(svg).toContain('mnn-1.0.1')

  const layers = parseLayers(readFileSync(await save('csv'), 'utf8'))
  expect(layers).toHaveLength(103)
  const packedDelta = layers.reduce((sum, layer) => sum + layer.packedDelta, 0)
  const shown = page.locator('[data-testid^="compare-row-"]')
  const rows = await shown.evaluateAll((elements) => elements.map((e) => Number(e.getAttribute('data-packed-delta'))))
  expect(rows.length).toBeGreaterThan(0)
  expect(packedDelta).toBe(await bytesOf(page.getByTestId('compare-packed-delta')))

  const json = JSON.parse(readFileSync(await save('json'), 'utf8'))
  expect(json.comparison.totalDelta).toBe(await bytesOf(delta))
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

/** Layer rows of the exported CSV, read without the project's own code. */
function parseLayers(csv: string): { name: string; packedDelta: number }[] {
  const lines = csv.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'))
  const header = lines[0]?.split(',') ?? []
  const column = header.indexOf('packed_weight_delta_bytes')
  expect(column).toBeGreaterThanOrEqual(0)
  const fromEnd = header.length - column
  // Text columns may hold quoted commas; numeric columns are found from a split that honours quotes.
  return lines.slice(1).map((line) => {
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? []
    return { name: cells[0] ?? '', packedDelta: Number(cells[cells.length - fromEnd] ?? Number.NaN) }
  })
}
