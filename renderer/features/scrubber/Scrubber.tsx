// SPDX-License-Identifier: Apache-2.0
import './scrubber.css'
import { ActionIcon } from '@mantine/core'
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react'
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef } from 'react'
import type { Plan } from '#contract/plan'
import { grouped } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { stepOfNode } from '../../lib/timeline/playhead'
import { actions, useApp } from '../../store'
import { selectAlive, selectArena, selectStep } from '../../store/selectors'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { usePlayback } from './use-playback'

/** One playhead over everything that has steps: buttons, the whole run as a track, and what is alive there. */
export function Scrubber() {
  const plan = useApp((state) => state.plan)
  const isSet = useApp((state) => state.playhead !== null)
  usePlayback()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan has other places
  useEffect(() => {
    if (isSet) void actions.askArena('plan')
  }, [isSet, plan])
  if (plan === null || plan.steps.length === 0) return null
  return (
    <section className="scrubber" aria-label={t('scrubber:title')} data-testid="scrubber">
      <Buttons isSet={isSet} />
      <Track plan={plan} />
      <Moment plan={plan} />
    </section>
  )
}

function Buttons({ isSet }: { readonly isSet: boolean }) {
  const playing = useApp((state) => state.playing)
  const buttons = [
    { id: 'back', label: t('scrubber:back'), Icon: IconPlayerSkipBack, run: () => actions.seekBy(-1) },
    playing
      ? { id: 'play', label: t('scrubber:pause'), Icon: IconPlayerPause, run: () => actions.play(false) }
      : { id: 'play', label: t('scrubber:play'), Icon: IconPlayerPlay, run: () => actions.play(true) },
    { id: 'forward', label: t('scrubber:forward'), Icon: IconPlayerSkipForward, run: () => actions.seekBy(1) },
  ]
  return (
    <ActionIcon.Group>
      {buttons.map(({ id, label, Icon, run }) => (
        <ActionIcon
          key={id}
          variant="default"
          size={22}
          aria-label={label}
          title={label}
          data-testid={`scrubber-${id}`}
          onClick={run}
        >
          <Icon size={12} />
        </ActionIcon>
      ))}
      <ActionIcon
        variant="default"
        size={22}
        aria-label={t('scrubber:clear')}
        title={t('scrubber:clear')}
        data-testid="scrubber-clear"
        disabled={!isSet}
        onClick={() => actions.seek(null)}
      >
        <IconPlayerStop size={12} />
      </ActionIcon>
    </ActionIcon.Group>
  )
}

/** Units of the drawing, which is stretched to its box. */
const HEIGHT = 100

/** What is in use over the whole run; a slider. */
function Track({ plan }: { readonly plan: Plan }) {
  const track = useRef<HTMLDivElement>(null)
  const step = useApp(selectStep)
  const { steps } = plan
  const titles = useApp((state) => (state.model === null ? null : layerTitles(state.model.nodes)))
  const seek = (event: PointerEvent) => {
    const { left = 0, width = 1 } = track.current?.getBoundingClientRect() ?? {}
    const at = Math.floor(((event.clientX - left) / width) * steps.length)
    actions.seek(steps[Math.max(0, Math.min(steps.length - 1, at))]?.node ?? null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const page = Math.max(1, Math.round(steps.length / 20))
    const from = Math.max(0, step)
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      PageDown: from - page,
      PageUp: from + page,
      Home: 0,
      End: steps.length - 1,
    }
    const target = targets[event.key]
    if (event.key === 'Escape') actions.seek(null)
    else if (target === undefined) return
    else actions.seek(steps[Math.max(0, Math.min(steps.length - 1, target))]?.node ?? null)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={track}
      className="scrubber-track"
      role="slider"
      tabIndex={0}
      data-testid="scrubber-track"
      aria-label={t('scrubber:track')}
      aria-valuemin={1}
      aria-valuemax={steps.length}
      aria-valuenow={Math.max(1, step + 1)}
      aria-valuetext={step < 0 ? t('scrubber:nowhere') : (titles?.[steps[step]?.node ?? -1] ?? '')}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        actions.play(false)
        seek(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event)
      }}
    >
      <Use plan={plan} />
      {step < 0 ? null : <div className="scrubber-head" style={{ left: `${((step + 0.5) / steps.length) * 100}%` }} />}
    </div>
  )
}

/** Not drawn anew while the playhead moves. */
const Use = memo(function Use({ plan: { steps } }: { readonly plan: Plan }) {
  const path = useMemo(() => {
    const most = steps.reduce(
      (highest, { activationBytes, workspaceBytes }) => Math.max(highest, activationBytes + workspaceBytes),
      1,
    )
    const y = (bytes: number) => (HEIGHT - (bytes / most) * (HEIGHT - 4)).toFixed(1)
    const of = (figure: (step: Plan['steps'][number]) => number) =>
      `M0 ${HEIGHT}${steps.map((step, index) => `V${y(figure(step))}H${index + 1}`).join('')}V${HEIGHT}Z`
    return {
      all: of(({ activationBytes, workspaceBytes }) => activationBytes + workspaceBytes),
      tensors: of(({ activationBytes }) => activationBytes),
    }
  }, [steps])
  return (
    <svg viewBox={`0 0 ${steps.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path.all} fill="var(--category-workspace)" />
      <path d={path.tensors} fill="var(--category-activations)" />
    </svg>
  )
})

function Moment({ plan }: { readonly plan: Plan }) {
  const step = useApp(selectStep)
  const alive = useApp(selectAlive)
  const arena = useApp(selectArena)
  const nodes = useApp((state) => state.model?.nodes)
  const at = plan.steps[step]
  if (at === undefined || nodes === undefined)
    return <span className="scrubber-moment ui-muted">{t('scrubber:hint')}</span>
  const placed = arena?.steps[stepOfNode(arena.steps, at.node)]
  const bytes =
    placed === undefined ? at.activationBytes + at.workspaceBytes : placed.tensorBytes + placed.workspaceBytes
  return (
    <span
      className="scrubber-moment"
      data-testid="scrubber-moment"
      data-step={step}
      data-node={at.node}
      data-bytes={bytes}
    >
      <span className="ui-muted ui-number">
        {t('scrubber:step', { position: grouped(step + 1), all: grouped(plan.steps.length) })}
      </span>
      <button type="button" className="ui-link scrubber-layer" onClick={() => actions.reveal(at.node)}>
        <LayerName name={layerTitles(nodes)[at.node] ?? ''} />
      </button>
      <b>
        <Bytes value={bytes} />
      </b>
      {alive === null ? null : (
        <span
          className="ui-muted"
          data-testid="scrubber-alive"
          data-count={alive.length}
          title={alive
            .slice(0, NAMED)
            .map((each) => `${each.name} ${formatBytes(each.bytes)}`)
            .join('\n')}
        >
          {t('scrubber:alive', { count: alive.length })}
        </span>
      )}
    </span>
  )
}

/** Names in a title. */
const NAMED = 12
