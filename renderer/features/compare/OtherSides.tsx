import type { EntrySource } from '#contract/history'
import { judge } from '#contract/verdict'
import { t } from '../../i18n'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { sourceKey } from '../../store/history-actions'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'

/** C, D and so on: what is picked among the runs, against A as well. */
export function OtherSides({ baselineBytes }: { readonly baselineBytes: number }) {
  const picked = useApp((state) => state.picked)
  const savedBaseline = useApp((state) => state.savedBaseline)
  const others = picked.filter((source) => savedBaseline === null || sourceKey(source) !== sourceKey(savedBaseline))
  if (others.length === 0) return null
  return (
    <section data-testid="other-sides">
      <Heading origin="modelled">{t('compare:others')}</Heading>
      {others.map((source, index) => (
        <OtherSide
          key={sourceKey(source)}
          letter={String.fromCharCode('C'.charCodeAt(0) + index)}
          source={source}
          baselineBytes={baselineBytes}
        />
      ))}
    </section>
  )
}

interface OtherSideProps {
  readonly letter: string
  readonly source: EntrySource
  readonly baselineBytes: number
}

function OtherSide({ letter, source, baselineBytes }: OtherSideProps) {
  const profiles = useProfiles()
  const limit = useApp((state) => state.limit)
  const bytes = useApp((state) => totalOf(state.history, state.documents, source))
  if (bytes === null) return null
  const failed = limit !== null && !judge(baselineBytes, bytes, limit).passed
  return (
    <div className="compare-other">
      <span className="compare-letter">{letter}</span>
      <button
        type="button"
        className="ui-link"
        title={t('compare:makeB')}
        onClick={() => void actions.configure(source.configuration)}
      >
        {source.label ?? configurationName(profiles, source.configuration)}
      </button>
      <Bytes value={bytes} />
      <span data-failed={failed}>
        <BytesDelta value={bytes - baselineBytes} />
      </span>
    </div>
  )
}

type State = Parameters<Parameters<typeof useApp>[0]>[0]

function totalOf(history: State['history'], documents: State['documents'], { saved }: EntrySource): number | null {
  if (saved === undefined) return null
  if (saved.kind === 'history') return history?.entries.find(({ id }) => id === saved.id)?.totalBytes ?? null
  return documents.find(({ id }) => id === saved.id)?.totalBytes[saved.index] ?? null
}
