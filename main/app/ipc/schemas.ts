// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { MOST_SIDES } from '#contract/comparison'
import { MOST_SESSIONS } from '#contract/sessions'
import { MOST_POINTS } from '#contract/sweep'
import { PANEL_DEFAULTS, type PanelValues } from '#contract/workspace'
import { configuration } from '#core/planning/configuration-schema'
import { LANGUAGES } from '#messages/languages'

// What crosses the bridge is checked here, whatever TypeScript believes of the other side.

export const path = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.check((s) => !s.includes('\0'), 'has a NUL'),
)
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100))
/** Of what is written for people. */
export const language = v.picklist(LANGUAGES.map(({ tag }) => tag))
/** ModelView.sha256. */
export const fileHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
/** An index in ModelView.nodes. */
export const node = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))
export const tensor = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1))
const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1))
export const inputShapes = v.record(
  v.pipe(v.string(), v.maxLength(4096)),
  v.pipe(v.array(v.nullable(dimension)), v.maxLength(32)),
)

export const bytes = v.pipe(v.number(), v.integer(), v.minValue(0))

export const runRequest = v.strictObject({
  modelId: id,
  configuration,
  input: v.variant('kind', [
    v.strictObject({
      kind: v.literal('synthetic'),
      seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
    }),
    v.strictObject({ kind: v.literal('file'), path }),
  ]),
  iterations: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
})

const savedSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('history'), id }),
  v.strictObject({ kind: v.literal('document'), id, index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
])

export const entrySource = v.strictObject({
  configuration,
  runId: v.exactOptional(id),
  saved: v.exactOptional(savedSource),
  label: v.exactOptional(v.pipe(v.string(), v.maxLength(1000))),
})

const shortText = v.pipe(v.string(), v.maxLength(4096))

/** What a panel left is of the kind of its default, or falls back to that alone. */
const panels = v.object(
  Object.fromEntries(
    Object.entries(PANEL_DEFAULTS).map(([name, value]) => [
      name,
      v.fallback(
        typeof value === 'string'
          ? shortText
          : typeof value === 'number'
            ? v.pipe(v.number(), v.finite())
            : v.boolean(),
        value,
      ),
    ]),
  ),
) as unknown as v.GenericSchema<unknown, PanelValues>

export const workspace = v.strictObject({
  configuration,
  sizes: inputShapes,
  documents: v.exactOptional(
    v.pipe(
      v.array(v.union([v.strictObject({ id, path }), v.strictObject({ id, kept: fileHash })])),
      v.maxLength(MOST_SIDES),
    ),
  ),
  baseline: v.nullable(entrySource),
  picked: v.pipe(v.array(entrySource), v.maxLength(MOST_SIDES)),
  chosenSide: v.nullable(v.pipe(v.string(), v.maxLength(100_000))),
  tab: shortText,
  selected: v.nullable(node),
  colourBy: shortText,
  blocksCollapsed: v.boolean(),
  foldLevel: v.nullable(node),
  openedFolds: v.pipe(v.array(shortText), v.maxLength(20_000)),
  panels,
})

export const layoutKey = v.pipe(v.string(), v.maxLength(10_000_000))
/** Of a graph of tens of thousands of boxes. */
export const layoutText = v.pipe(v.string(), v.maxLength(64 * 2 ** 20))

/** Shares up to a thousandfold, bytes up to what a number holds exactly. */
export const growthLimit = v.strictObject({
  growth: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000))),
  growthBytes: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
  totalBytes: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
})

export const comparisonRequest = v.strictObject({
  modelId: id,
  a: entrySource,
  b: entrySource,
})
const name = v.pipe(v.string(), v.maxLength(4096))
const list = <T extends v.GenericSchema>(of: T) => v.pipe(v.array(of), v.minLength(1), v.maxLength(MOST_POINTS))
const sessionCount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SESSIONS))
const settingValue = v.union([v.pipe(v.string(), v.maxLength(100)), v.number(), v.boolean()])

export const sweepRequest = v.strictObject({
  modelId: id,
  configuration,
  axis: v.variant('kind', [
    v.strictObject({
      kind: v.literal('size'),
      dimensions: v.pipe(v.array(name), v.minLength(1), v.maxLength(32)),
      values: list(dimension),
    }),
    v.strictObject({ kind: v.literal('threads'), values: list(dimension) }),
    v.strictObject({ kind: v.literal('sessions'), sharing: id, values: list(sessionCount) }),
    v.strictObject({ kind: v.literal('setting'), setting: id, values: list(settingValue) }),
  ]),
  resized: v.boolean(),
})

/** What the side goes by that is held against A. */
export const sideLetter = v.pipe(v.string(), v.regex(/^[B-Z]$/, 'is no letter from B to Z'))

export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
/** Tens of thousands of rows are a few MB. */
export const tableText = v.pipe(v.string(), v.maxLength(64 * 2 ** 20))

/** A chart is text or pixels of one screen: 64 MiB is far beyond any. */
export const chartFile = v.strictObject({
  suggestedName: fileName,
  kind: v.picklist(['png', 'svg']),
  bytes: v.pipe(
    v.instance(Uint8Array),
    v.check((b) => b.byteLength <= 64 * 2 ** 20, 'is larger than 64 MiB'),
  ),
})
