// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import type { HostInfo } from '#contract/channels'
import type { ModelView, NodeView } from '#contract/model'
import { isLowerBound, type Plan } from '#contract/plan'
import { exportName } from '#messages/file-name'
import { shortened } from '#messages/plain-text'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { type ComposedChart, composeChart, escapeText } from '../../lib/charts/chart-export'
import { pictureSource } from '../../lib/charts/picture-source'
import { rasterise } from '../../lib/charts/svg-snapshot'
import { ALGORITHM_LABELS, algorithmName, configurationName, englishWords, opName, shapeText } from '../../lib/labels'
import { decisionsByNode, kernelEdge } from '../../lib/layers/lookups'
import { layerWork, windowText } from '../../lib/layers/work'
import { actions } from '../../store'
import { foldLabel } from './fold-label'
import { arrowHead, roundedPath } from './layout/rounded-path'
import type { GraphLayout } from './layout/shapes'
import { type GraphItem, itemSize, type ModelGraph } from './model-graph'

/** Always light, as other exported pictures of figures are. */
const COLOURS = { background: '#ffffff', text: '#1b1f27', muted: '#5a6272', line: '#9aa3b4', box: '#ffffff' } as const
const MARGIN = 16
/** Of a bitmap: browsers draw none that is larger. */
const MOST_SIDE = 16_000
const MOST_PIXELS = 1.2e8

export interface GraphPicture {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
  readonly model: ModelView
  readonly plan: Plan | null
  readonly host: Pick<HostInfo, 'appVersion' | 'profiles'>
  /** Ids of the boxes that are drawn, with what joins them; null: all. */
  readonly only: ReadonlySet<string> | null
}

/** The boxes of some nodes, and those that they are joined with. */
export function neighbourhood({ edges, itemOf }: ModelGraph, nodes: readonly number[]): ReadonlySet<string> {
  const chosen = new Set(nodes.flatMap((node) => itemOf.get(node) ?? []))
  const joined = edges.filter(({ from, to }) => chosen.has(from) || chosen.has(to))
  return new Set([...chosen, ...joined.flatMap(({ from, to }) => [from, to])])
}

/** Saves the graph as a drawing or a picture. */
export async function saveGraph(picture: GraphPicture, kind: 'png' | 'svg'): Promise<void> {
  const { svg, width, height } = drawing(picture)
  const scale = Math.min(2, MOST_SIDE / width, MOST_SIDE / height, Math.sqrt(MOST_PIXELS / (width * height)))
  const bytes = kind === 'svg' ? new TextEncoder().encode(svg) : await rasterise(svg, width, height, scale)
  const { model, plan, host, only } = picture
  const sides = plan === null ? [] : [englishWords(host.profiles, plan.configuration)]
  const name = exportName(model.fileName, sides, only === null ? 'graph' : 'part of the graph')
  await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
}

/** One SVG document that needs nothing else. */
function drawing({ graph, layout, model, plan, host, only }: GraphPicture): ComposedChart {
  const items = graph.items.filter(({ id }) => only === null || only.has(id))
  const shown = new Set(items.map(({ id }) => id))
  const edges = graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to))
  const area = extent(
    items,
    layout,
    edges.flatMap(({ id }) => layout.routes.get(id) ?? []),
  )
  const paths = edges.map(({ id }) => {
    const route = layout.routes.get(id) ?? []
    return roundedPath(route) + arrowHead(route)
  })
  const boxes = items.map((item) => box(item, layout, model, plan))
  const nodes = new Set(items.flatMap((item) => (item.kind === 'node' ? item.node.id : [])))
  const drawn = plan?.decisions.filter(({ node }) => nodes.has(node)) ?? []
  const used = new Set(drawn.map(({ algorithm }) => algorithm))
  const chart = `<svg width="${area.width}" height="${area.height}" viewBox="${area.x} ${area.y} ${area.width} ${area.height}"><path d="${paths.join('')}" fill="none" stroke="${COLOURS.line}"/>${boxes.join('')}</svg>`
  const least = plan !== null && isLowerBound(plan) ? `${t('common:atLeast')} ` : ''
  const { footer, metadata } = pictureSource(model, host.appVersion)
  return composeChart({
    chart,
    // Titles and legend need some room, however narrow the part is.
    width: Math.max(area.width, 480),
    height: area.height,
    title: model.fileName,
    lines:
      plan === null
        ? []
        : [`${configurationName(host.profiles, plan.configuration)}: ${least}${formatBytes(plan.totalBytes)}`],
    legend: ALGORITHMS.filter((algorithm) => used.has(algorithm)).map((algorithm) => ({
      label: ALGORITHM_LABELS[algorithm],
      colour: ALGORITHM_TRAITS[algorithm].hue.light,
    })),
    footer,
    metadata: {
      ...metadata,
      ...(plan === null ? {} : { configuration: plan.configuration, totalBytes: plan.totalBytes }),
    },
    colours: COLOURS,
  })
}

function extent(items: readonly GraphItem[], layout: GraphLayout, bends: readonly { x: number; y: number }[]) {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]
  const take = (x: number, y: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  for (const item of items) {
    const { x, y } = layout.positions.get(item.id) ?? { x: 0, y: 0 }
    const { width, height } = itemSize(item)
    take(x, y)
    take(x + width, y + height)
  }
  for (const { x, y } of bends) take(x, y)
  if (items.length === 0) return { x: 0, y: 0, width: 1, height: 1 }
  return {
    x: left - MARGIN,
    y: top - MARGIN,
    width: right - left + 2 * MARGIN,
    height: bottom - top + 2 * MARGIN,
  }
}

/** A box with up to three lines of text. */
function box(item: GraphItem, layout: GraphLayout, model: ModelView, plan: Plan | null): string {
  const { x, y } = layout.positions.get(item.id) ?? { x: 0, y: 0 }
  const { width, height } = itemSize(item)
  const { lines, colour, round } = content(item, model, plan)
  const step = height / (lines.length + 1)
  const texts = lines.map(({ text, strong = false }, row) => {
    const size = lines.length === 1 ? 11 : 10.5
    const most = Math.floor((width - 16) / (size * 0.58))
    const weight = strong ? ' font-weight="600"' : ''
    const fill = strong && colour !== null ? colour : row === 0 ? COLOURS.text : COLOURS.muted
    return `<text x="${x + width / 2}" y="${y + step * (row + 1) + 3.5}" text-anchor="middle" font-size="${size}"${weight} fill="${fill}">${escapeText(shortened(text, most))}</text>`
  })
  const edge = colour ?? COLOURS.line
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round ? height / 2 : 4}" fill="${COLOURS.box}" stroke="${edge}"/>${colour === null ? '' : `<rect x="${x}" y="${y}" width="3" height="${height}" rx="1.5" fill="${colour}"/>`}${texts.join('')}`
}

interface Content {
  readonly lines: readonly { readonly text: string; readonly strong?: boolean }[]
  readonly colour: string | null
  readonly round?: boolean
}

function content(item: GraphItem, model: ModelView, plan: Plan | null): Content {
  switch (item.kind) {
    case 'node':
      return nodeContent(item.node, model, plan)
    case 'fold':
      return { lines: [{ text: foldLabel(item.fold, model), strong: true }], colour: null }
    default:
      return {
        lines: [{ text: `${item.name} ${shapeText(model.tensors[item.tensor]?.dims ?? null)}` }],
        colour: null,
        round: true,
      }
  }
}

function nodeContent(node: NodeView, model: ModelView, plan: Plan | null): Content {
  const decision = plan === null ? undefined : decisionsByNode(plan).get(node.id)
  if (decision === undefined || decision.kind === 'other') {
    const window = node.window === undefined ? '' : ` ${windowText(node.window)}`
    return { lines: [{ text: `${opName(node)}${window}` }], colour: null }
  }
  const { algorithm, unit, packedWeightBytes, workspaceBytes } = decision
  const figures = [packedWeightBytes, workspaceBytes].map((bytes) => (bytes === null ? '?' : formatBytes(bytes)))
  return {
    lines: [
      {
        text: algorithm === null ? opName(node) : algorithmName(algorithm, unit, kernelEdge(model, node.id)),
        strong: true,
      },
      { text: [node.name, layerWork(model, node)].filter((part) => part !== '').join(' · ') },
      { text: figures.join(' + ') },
    ],
    colour: algorithm === null ? null : ALGORITHM_TRAITS[algorithm].hue.light,
  }
}
