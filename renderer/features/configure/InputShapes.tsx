// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Button, NumberInput, Popover } from '@mantine/core'
import { IconDimensions } from '@tabler/icons-react'
import { useState } from 'react'
import type { Problem } from '#contract/errors'
import type { InputSizes, InputView, ModelView } from '#contract/model'
import { grouped } from '#messages/figures'
import { say, t } from '../../i18n'
import { shapeText } from '../../lib/labels'
import { actions } from '../../store'

const LARGEST_DIMENSION = 65_536

/** Edits the dimensions that the file leaves open; absent where it leaves none. */
export function InputShapes({ model }: { readonly model: ModelView }) {
  const [open, setOpen] = useState(false)
  const editable = model.inputs.filter((input) => input.declaredDims.includes(null))
  if (editable.length === 0) return null
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start">
      <Popover.Target>
        <Button
          data-testid="config-shapes"
          leftSection={<IconDimensions size={15} />}
          px={8}
          className="configure-shapes-button"
          title={shapeText(editable[0]?.dims ?? [])}
          onClick={() => setOpen(!open)}
          aria-label={t('configure:shapes')}
        >
          {shapeText(editable[0]?.dims ?? [])}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ShapesForm key={model.id} model={model} inputs={editable} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

interface Refused {
  readonly problem: Problem
  /** null: they are being looked for. */
  readonly offers: readonly InputSizes[] | null
}

interface ShapesFormProps {
  readonly model: ModelView
  readonly inputs: readonly InputView[]
  readonly onDone: () => void
}

/** One field for each open dimension: those of one name have one size. An empty one is left to Convscope. */
function ShapesForm({ model, inputs, onDone }: ShapesFormProps) {
  const sizes = openSizes(inputs)
  const assumed = new Set(model.assumed.map(({ name }) => name))
  const [draft, setDraft] = useState<Readonly<Record<string, number | null>>>(() =>
    Object.fromEntries([...sizes].map(([name, size]) => [name, assumed.has(name) ? null : size])),
  )
  const [refused, setRefused] = useState<Refused | null>(null)
  const valid = Object.values(draft).every((size) => size === null || isSize(size))
  const apply = async (wanted: InputSizes) => {
    const refusal = await actions.tryInputShapes(wanted)
    if (refusal === null) return onDone()
    const { problem } = refusal
    setRefused({ problem, offers: null })
    const offers = await refusal.offers
    // Other sizes may have been asked for meanwhile.
    setRefused((current) => (current?.problem === problem ? { problem, offers } : current))
  }
  return (
    <form
      className="configure-shapes"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) void apply(sizesOf(inputs, draft))
      }}
    >
      {inputs.map(({ name, dims, dimNames }) => (
        <div key={name} className="configure-field">
          <span>{t('configure:openDimensions', { name })}</span>
          <code>{dims.map((dim, axis) => dimNames[axis] ?? String(dim)).join(' × ')}</code>
        </div>
      ))}
      <div className="configure-shape-dims">
        {[...sizes].map(([name, size]) => (
          <NumberInput
            key={name}
            label={name}
            hideControls
            clampBehavior="none"
            allowDecimal={false}
            value={draft[name] ?? ''}
            error={
              isSize(draft[name] ?? 1) ? null : t('configure:between', { least: 1, most: grouped(LARGEST_DIMENSION) })
            }
            placeholder={t('configure:assumedSize', { size })}
            onChange={(value) => {
              setRefused(null)
              setDraft({ ...draft, [name]: typeof value === 'number' ? value : null })
            }}
          />
        ))}
      </div>
      {refused === null ? null : <Refusal inputs={inputs} refused={refused} onTake={(offer) => void apply(offer)} />}
      <Button variant="filled" type="submit" data-testid="apply-shapes" disabled={!valid}>
        {t('configure:applyShapes')}
      </Button>
    </form>
  )
}

interface RefusalProps {
  readonly inputs: readonly InputView[]
  readonly refused: Refused
  readonly onTake: (sizes: InputSizes) => void
}

/** Why the model does not take the sizes, and the next ones that it takes. */
function Refusal({ inputs, refused: { problem, offers }, onTake }: RefusalProps) {
  return (
    <div className="configure-refused" role="alert" data-testid="shapes-refused">
      <p className="configure-refusal">{say(problem.message)}</p>
      {offers === null ? <p className="configure-hint">{t('configure:takesSearch')}</p> : null}
      {offers === null || offers.length === 0 ? null : (
        <p className="configure-offers">
          <span className="ui-muted">{t('configure:takes')}</span>
          {offers.map((offer) => (
            <Button
              key={JSON.stringify(offer)}
              size="compact-xs"
              data-testid="offered-sizes"
              onClick={() => onTake(offer)}
            >
              {offerText(inputs, offer)}
            </Button>
          ))}
        </p>
      )}
    </div>
  )
}

/** The open dimensions of an offer that are given: "height 32, width 32". */
function offerText(inputs: readonly InputView[], offer: InputSizes): string {
  const found = new Map<string, number>()
  for (const { name, dimNames } of inputs) {
    for (const [axis, dimName] of dimNames.entries()) {
      const size = offer[name]?.[axis] ?? null
      if (dimName !== null && size !== null) found.set(dimName, size)
    }
  }
  return [...found].map(([name, size]) => `${name} ${size}`).join(', ')
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= LARGEST_DIMENSION
}

function sizesOf(inputs: readonly InputView[], draft: Readonly<Record<string, number | null>>): InputSizes {
  return Object.fromEntries(
    inputs.map(({ name, dimNames }) => [name, dimNames.map((dim) => (dim === null ? null : (draft[dim] ?? null)))]),
  )
}

function openSizes(inputs: readonly InputView[]): ReadonlyMap<string, number> {
  const named = inputs.flatMap(({ dims, dimNames }) => dims.map((dim, axis) => [dimNames[axis] ?? null, dim] as const))
  return new Map(named.flatMap(([name, size]) => (name === null ? [] : [[name, size] as const])))
}
