// SPDX-License-Identifier: Apache-2.0
import { Button, NumberInput, SegmentedControl } from '@mantine/core'
import type { RunInput } from '#contract/run'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

const MAX_ITERATIONS = 1000
const LARGEST_SEED = 2 ** 32 - 1

/** How often to run and on what. */
export function RunOptionsForm() {
  const { input, iterations } = useApp((state) => state.runOptions)
  return (
    <div className="run-options">
      <NumberInput
        label={t('run:inferences')}
        data-testid="run-iterations"
        min={1}
        max={MAX_ITERATIONS}
        allowDecimal={false}
        clampBehavior="strict"
        value={iterations}
        onChange={(value) => {
          if (typeof value === 'number' && value >= 1) actions.setRunOptions({ iterations: value })
        }}
      />
      <SegmentedControl<RunInput['kind']>
        aria-label={t('run:input')}
        value={input.kind}
        data={[
          { value: 'synthetic', label: t('run:synthetic') },
          { value: 'file', label: t('run:file') },
        ]}
        onChange={(kind) => {
          if (kind === 'file') void actions.chooseRunInput()
          else actions.setRunOptions({ input: { kind: 'synthetic', seed: 1 } })
        }}
      />
      {input.kind === 'synthetic' ? (
        <NumberInput
          label={t('run:seed')}
          min={0}
          max={LARGEST_SEED}
          allowDecimal={false}
          clampBehavior="strict"
          value={input.seed}
          onChange={(value) => {
            if (typeof value === 'number') actions.setRunOptions({ input: { kind: 'synthetic', seed: value } })
          }}
        />
      ) : (
        <div className="run-file">
          <div>{input.path}</div>
          <span className="ui-muted">{t('run:format')} </span>
          <Button size="compact-xs" onClick={() => void actions.chooseRunInput()}>
            {t('run:another')}
          </Button>
        </div>
      )}
    </div>
  )
}
