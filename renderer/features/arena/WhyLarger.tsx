// SPDX-License-Identifier: Apache-2.0
import type { Arena, Placed, PoolGrowth } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { actions } from '../../store'
import { Heading } from '../../ui/Heading'
import { neediest, placedTitle, poolName } from './arena-words'

interface WhyLargerProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly plan: Plan
  readonly origin: 'modelled' | 'measured'
  readonly growth: number | null
  readonly onGrowth: (growth: number | null) => void
}

/** Of all pools together: what has less explains nothing. */
const LEAST_SHARE = 0.02

/** Growths that are told, the largest first. */
const TOLD = 5

/** Why the pools are larger than what is ever in use at once: their policy, and the moments at which they grew. */
export function WhyLarger({ arena, model, plan, origin, growth, onGrowth }: WhyLargerProps) {
  const most = neediest(arena)
  if (most === null) return null
  const titles = layerTitles(model.nodes)
  const slack = arena.bytes - most.bytes
  const policies = [
    ...new Set(arena.pools.flatMap(({ policy, bytes }) => (bytes > LEAST_SHARE * arena.bytes ? [policy] : []))),
  ]
  const hindered = [...arena.growths.entries()]
    .filter(([, { freeBytes }]) => freeBytes > 0)
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, TOLD)
  const note = origin === 'modelled' && plan.workspaceNote !== null ? say(plan.workspaceNote) : null
  return (
    <section data-testid="arena-why" data-slack={slack}>
      <Heading origin={origin}>{t(slack > 0 ? 'arena:why.title' : 'arena:why.noSlack')}</Heading>
      <p className="arena-small">
        {t('arena:why.sums', {
          pool: formatBytes(arena.bytes),
          used: formatBytes(most.bytes),
          slack: formatBytes(slack),
          layer: titles[most.node] ?? '',
        })}
      </p>
      {arena.pools.length > 1 ? (
        <p className="arena-small">
          {t('arena:why.apart', {
            pools: arena.pools.map((pool) => `${poolName(pool)} ${formatBytes(pool.bytes)}`).join(', '),
          })}
        </p>
      ) : null}
      {policies.map((policy) => (
        <p key={policy} className="arena-small ui-muted">
          {t(`arena:why.policy.${policy}`)}
        </p>
      ))}
      {hindered.length === 0 ? null : (
        <ol className="arena-growths">
          {hindered.map(([index, each]) => (
            <Grown
              key={index}
              arena={arena}
              model={model}
              growth={each}
              isShown={growth === index}
              onShow={() => onGrowth(growth === index ? null : index)}
            />
          ))}
        </ol>
      )}
      {note === null ? null : (
        <>
          <Heading origin={origin}>{t('arena:why.workspace')}</Heading>
          <p className="arena-small">{note}</p>
        </>
      )}
    </section>
  )
}

interface GrownProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly growth: PoolGrowth
  readonly isShown: boolean
  readonly onShow: () => void
}

/** Names in a sentence. */
const NAMED = 3

function Grown({ arena, model, growth, isShown, onShow }: GrownProps) {
  const { placed, bytes, freeBytes, freeRanges, largestFreeBytes, inTheWay, step } = growth
  const wanted = arena.placed[placed] as Placed
  const node = arena.steps[step]?.node ?? 0
  const named = inTheWay.slice(0, NAMED).map((index) => {
    const each = arena.placed[index] as Placed
    return `${placedTitle(model, each)} (${formatBytes(each.heldBytes)})`
  })
  return (
    <li data-testid="arena-growth" data-bytes={bytes} data-in-the-way={inTheWay.length}>
      <button
        type="button"
        className="arena-growth"
        aria-pressed={isShown}
        onClick={() => {
          actions.seek(node)
          onShow()
        }}
      >
        <b>
          +{formatBytes(bytes)} · {layerTitles(model.nodes)[node]}
        </b>
        <span>
          {t('arena:why.grew', {
            name: placedTitle(model, wanted),
            wanted: formatBytes(wanted.heldBytes),
            free: formatBytes(freeBytes),
            count: freeRanges,
            largest: formatBytes(largestFreeBytes),
          })}
        </span>
        {named.length === 0 ? null : (
          <span>
            {t('arena:why.inTheWay', { names: named.join(', ') })}
            {inTheWay.length > NAMED ? ` ${t('arena:more', { count: inTheWay.length - NAMED })}` : ''}
          </span>
        )}
      </button>
    </li>
  )
}
