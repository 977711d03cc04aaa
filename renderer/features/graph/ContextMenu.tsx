// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core'
import { type MouseEvent, useState } from 'react'
import type { NodeView } from '#contract/model'
import { t } from '../../i18n'
import { opName } from '../../lib/labels'
import { actions, useApp } from '../../store'
import { neighbourhood, saveGraph } from './graph-picture'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'

interface Place {
  readonly x: number
  readonly y: number
  /** Node that was pressed; null: the canvas. */
  readonly node: number | null
}

interface ContextMenuProps {
  readonly place: Place | null
  readonly graph: ModelGraph
  readonly layout: GraphLayout
  readonly onClose: () => void
}

/** Where the menu opens, and what opens it. */
export function useContextMenu() {
  const [place, setPlace] = useState<Place | null>(null)
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault()
    const box = (event.target as Element).closest<HTMLElement>('.graph-node[data-node]')
    const node = Number(box?.getAttribute('data-node') ?? Number.NaN)
    setPlace({ x: event.clientX, y: event.clientY, node: Number.isInteger(node) ? node : null })
  }
  return { place, onContextMenu, onClose: () => setPlace(null) }
}

/** What can be done with the box under the pointer, or with the graph. */
export function ContextMenu({ place, graph, layout, onClose }: ContextMenuProps) {
  const node = useApp(({ model }) => (place?.node == null ? undefined : model?.nodes[place.node]))
  if (place === null) return null
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={320} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <span className="graph-context-place" style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown data-testid="graph-context-menu">
        {node === undefined ? <CanvasItems /> : <NodeItems node={node} />}
        <Menu.Divider />
        {(['png', 'svg'] as const).map((kind) => (
          <Menu.Item
            key={kind}
            data-testid={`graph-context-${kind}`}
            onClick={() => void save(graph, layout, node, kind)}
          >
            {t(node === undefined ? 'graph:menu.saveAll' : 'graph:menu.savePart', { kind: kind.toUpperCase() })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function NodeItems({ node }: { readonly node: NodeView }) {
  return (
    <>
      <Menu.Label>{`${opName(node)} ${node.name}`}</Menu.Label>
      <Menu.Item onClick={() => actions.reveal(node.id)}>{t('graph:menu.show')}</Menu.Item>
      <Menu.Item data-testid="graph-context-alike" onClick={() => search(`op:${node.op.toLowerCase()}`)}>
        {t('graph:menu.alike', { op: opName(node) })}
      </Menu.Item>
      <Menu.Item data-testid="graph-context-copy" onClick={() => void navigator.clipboard.writeText(node.name)}>
        {t('graph:menu.copyName')}
      </Menu.Item>
    </>
  )
}

function CanvasItems() {
  return (
    <>
      <Menu.Item onClick={() => actions.askGraph('fit')}>{t('palette:fit')}</Menu.Item>
      <Menu.Item onClick={() => actions.askGraph('zoom-reset')}>{t('palette:zoomReset')}</Menu.Item>
      <Menu.Item onClick={() => actions.showSearch()}>{t('palette:find')}</Menu.Item>
    </>
  )
}

function search(query: string): void {
  actions.showSearch()
  actions.setQuery(query)
}

async function save(graph: ModelGraph, layout: GraphLayout, node: NodeView | undefined, kind: 'png' | 'svg') {
  const { model, plan, host } = actions.shown()
  if (model === null || host === null) return
  const only = node === undefined ? null : neighbourhood(graph, [node.id])
  await saveGraph({ graph, layout, model, plan, host, only }, kind).catch(() => actions.saveChart(null))
}
