// SPDX-License-Identifier: Apache-2.0
import './tour.css'
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { placeCard, ringOf } from './placement'
import { SAMPLE, TOUR } from './tour-steps'
import { useTarget } from './use-target'

/** Its height is measured; as high as the longest before it has been. */
const CARD = { width: 340, height: 190 } as const

/** A walk through the window on a sample: it points at real controls, which work meanwhile. */
export function Tour() {
  const at = useApp((state) => state.tour)
  const available = useApp((state) => state.samples.some(({ id }) => id === SAMPLE))
  const step = at === null ? undefined : TOUR[at]
  if (at === null || step === undefined || !available) return null
  return <Step key={step.id} at={at} />
}

function Step({ at }: { readonly at: number }) {
  const step = TOUR[at]
  const profiles = useApp((state) => state.host?.profiles)
  const comparison = useApp((state) => state.comparison)
  const ready = useApp((state) => state.opening === null && state.model !== null)
  const target = useTarget(step?.target ?? '')
  const graph = useTarget('[data-testid="graph"] .react-flow')
  const card = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState<number>(CARD.height)
  // What a step shows is brought about once, with what is there then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a comparison that changes meanwhile begins no step anew
  useEffect(() => {
    void step?.prepare?.({ profiles: profiles ?? [], comparison })
    card.current?.focus()
    setHeight(card.current?.offsetHeight ?? CARD.height)
  }, [step])
  if (step === undefined) return null
  const windowSize = { width: window.innerWidth, height: window.innerHeight }
  const last = at === TOUR.length - 1
  const leave = () => actions.showTour(null)
  return (
    <>
      {target === null ? null : <div className="tour-ring" aria-hidden="true" style={ringOf(target, windowSize)} />}
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-label={t('tour:title', { step: at + 1, of: TOUR.length })}
        aria-describedby="tour-text"
        tabIndex={-1}
        data-testid="tour"
        data-step={step.id}
        style={placeCard(target, graph, { ...CARD, height }, windowSize)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave()
          else if (event.key === 'ArrowRight' && !last) actions.showTour(at + 1)
          else if (event.key === 'ArrowLeft' && at > 0) actions.showTour(at - 1)
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        <span className="ui-muted">{t('tour:title', { step: at + 1, of: TOUR.length })}</span>
        <h2>{t(`tour:step.${step.id}.title`)}</h2>
        <p id="tour-text">{t(`tour:step.${step.id}.text`)}</p>
        <div className="tour-buttons">
          <Button size="compact-sm" variant="subtle" data-testid="tour-leave" onClick={leave}>
            {t(last ? 'tour:end' : 'tour:leave')}
          </Button>
          {at === 0 ? null : (
            <Button
              size="compact-sm"
              variant="default"
              data-testid="tour-back"
              onClick={() => actions.showTour(at - 1)}
            >
              {t('tour:back')}
            </Button>
          )}
          {last ? null : (
            <Button
              size="compact-sm"
              variant="filled"
              data-testid="tour-next"
              disabled={!ready}
              onClick={() => actions.showTour(at + 1)}
            >
              {t('tour:next')}
            </Button>
          )}
        </div>
      </div>
    </>
  )
}
