// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { firstFitting, fittingText } from '../../lib/charts/fitting-text'
import { partColour } from './map-colours'
import type { MapLayout, PlacedPart } from './map-layout'
import { boxName, groupName, ownerName, partAlgorithm, partName } from './map-words'
import type { MapPart } from './memory-map'

const LINE = 14
const INSET = 4
/** Smaller than this, a part has no edge that it could be told from. */
const EDGE = 3

interface MapPartsProps {
  readonly model: ModelView
  readonly layout: MapLayout
  /** Of the ids of elements. */
  readonly idPrefix: string
  readonly isFaded: (part: MapPart) => boolean
  readonly selected: number | null
  readonly onSelect: (part: MapPart) => void
  readonly onEnlarge: (part: MapPart) => void
}

/** All areas, with the names of those that have room for one, and of their stages. */
export function MapParts({ model, layout, idPrefix, isFaded, selected, onSelect, onEnlarge }: MapPartsProps) {
  return (
    <>
      {layout.parts.map((placed) => {
        const { part, x, y, width, height } = placed
        const { fill, opacity } = partColour(part)
        return (
          <g
            key={part.id}
            id={`${idPrefix}${part.id}`}
            role="option"
            aria-selected={part.shows !== null && part.shows === selected}
            aria-label={accessibleName(model, part)}
            className="map-part"
            data-part={part.id}
            data-testid="map-part"
            data-node={part.shows ?? undefined}
            data-bytes={part.bytes}
            data-faded={isFaded(part) || undefined}
            onClick={() => onSelect(part)}
            onDoubleClick={() => onEnlarge(part)}
          >
            <rect
              x={x}
              y={y}
              width={width}
              height={height}
              fill={fill}
              fillOpacity={opacity}
              data-edge={Math.min(width, height) > EDGE || undefined}
            />
            {part.whatIf ? (
              <rect x={x} y={y} width={width} height={height} fill={`url(#${idPrefix}hatch)`} data-hatch />
            ) : null}
            <PartLabel model={model} placed={placed} />
          </g>
        )
      })}
      {layout.stages.map(({ box, x, y, width, height }) => (
        <g key={box.id} className="map-stage-box">
          <rect x={x} y={y} width={width} height={height} />
          {height < LINE ? null : (
            <text x={x + INSET} y={y + LINE - 3}>
              {fittingText(boxName(model, box), width - 2 * INSET)}
            </text>
          )}
        </g>
      ))}
    </>
  )
}

/** Whose it is, how large and what of it, as far as there is room. */
function PartLabel({ model, placed }: { readonly model: ModelView; readonly placed: PlacedPart }) {
  const { part, inStage, headed, x, y, width, height } = placed
  const room = width - 2 * INSET
  const lines = Math.floor((height - 2) / LINE) - (headed ? 1 : 0)
  const owner = ownerName(model, part)
  const full = owner === null ? partName(part) : inStage ? withinStage(owner, part.stage) : owner
  const name = lines < 1 ? null : fittingText(full, room)
  if (name === null) return null
  const size = firstFitting([formatBytes(part.bytes)], room)
  const what = owner === null || part.kind === 'packed' ? null : fittingText(partName(part), room)
  const below = [size, what].filter((each) => each !== null).slice(0, lines - 1)
  const first = y + (headed ? LINE : 0) + LINE - 2
  return (
    <>
      <text x={x + INSET} y={first}>
        {name}
      </text>
      {below.map((line, index) => (
        <text key={line} className="map-size" x={x + INSET} y={first + (index + 1) * LINE}>
          {line}
        </text>
      ))}
    </>
  )
}

/** A name without the stage that it stands in. */
function withinStage(name: string, stage: string | null): string {
  const at = stage === null ? -1 : name.indexOf(stage)
  const rest = at < 0 ? '' : name.slice(at + (stage?.length ?? 0)).replace(/^[./]+/, '')
  return rest === '' ? name : rest
}

function accessibleName(model: ModelView, part: MapPart): string {
  const { group, stage, bytes, whatIf } = part
  return [
    groupName(group),
    stage,
    ownerName(model, part),
    group === part.group && part.kind === 'whole' ? null : partName(part),
    formatBytes(bytes),
    partAlgorithm(model, part),
    whatIf ? t('map:whatIf') : null,
  ]
    .filter((each) => each !== null && each !== '')
    .join(', ')
}
