// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Button, NumberInput, Popover } from '@mantine/core'
import { IconDimensions } from '@tabler/icons-react'
import { useState } from 'react'
import type { InputView, ModelView } from '#contract/model'
import { t } from '../../i18n'
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
  const apply = () => {
    onDone()
    void actions.setInputShapes(
      Object.fromEntries(
        inputs.map(({ name, dimNames }) => [name, dimNames.map((dim) => (dim === null ? null : (draft[dim] ?? null)))]),
      ),
    )
  }
  return (
    <form
      className="configure-shapes"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
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
            min={1}
            max={LARGEST_DIMENSION}
            allowDecimal={false}
            value={draft[name] ?? ''}
            placeholder={t('configure:assumedSize', { size })}
            onChange={(value) => setDraft({ ...draft, [name]: typeof value === 'number' ? value : null })}
          />
        ))}
      </div>
      <Button variant="filled" type="submit" data-testid="apply-shapes">
        {t('configure:applyShapes')}
      </Button>
    </form>
  )
}

function openSizes(inputs: readonly InputView[]): ReadonlyMap<string, number> {
  const named = inputs.flatMap(({ dims, dimNames }) => dims.map((dim, axis) => [dimNames[axis] ?? null, dim] as const))
  return new Map(named.flatMap(([name, size]) => (name === null ? [] : [[name, size] as const])))
}
