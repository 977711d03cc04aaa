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
        <ShapesForm key={model.id} inputs={editable} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

interface ShapesFormProps {
  readonly inputs: readonly InputView[]
  readonly onDone: () => void
}

function ShapesForm({ inputs, onDone }: ShapesFormProps) {
  const [draft, setDraft] = useState<Readonly<Record<string, readonly number[]>>>(() =>
    Object.fromEntries(inputs.map((input) => [input.name, input.dims])),
  )
  const apply = () => {
    onDone()
    void actions.setInputShapes(draft)
  }
  return (
    <form
      className="configure-shapes"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      {inputs.map((input) => (
        <div key={input.name} className="configure-field">
          <span>{t('configure:openDimensions', { name: input.name })}</span>
          <div className="configure-shape-dims">
            {(draft[input.name] ?? []).map((dim, axis) => (
              <NumberInput
                // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its index
                key={axis}
                aria-label={t('configure:dimension', { name: input.name, axis })}
                hideControls
                disabled={input.declaredDims[axis] !== null}
                min={1}
                max={LARGEST_DIMENSION}
                allowDecimal={false}
                value={dim}
                onChange={(value) => {
                  if (typeof value !== 'number') return
                  setDraft({ ...draft, [input.name]: (draft[input.name] ?? []).with(axis, value) })
                }}
              />
            ))}
          </div>
        </div>
      ))}
      <Button variant="filled" type="submit" data-testid="apply-shapes">
        {t('configure:applyShapes')}
      </Button>
    </form>
  )
}
