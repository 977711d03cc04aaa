// SPDX-License-Identifier: Apache-2.0
import './graph-node.css'
import { type NodeProps, useStore } from '@xyflow/react'
import { type CSSProperties, memo } from 'react'
import type { NodeView } from '#contract/model'
import type { NodeDiff } from '#contract/model-diff'
import { t } from '../../i18n'
import { opName, shapeText } from '../../lib/labels'
import {
  type DecisionLook,
  decisionsByNode,
  differencesByNode,
  hostsByNode,
  kernelEdge,
  lookOf,
} from '../../lib/layers/lookups'
import { changeOf } from '../../lib/layers/tint'
import { layerWork, windowText } from '../../lib/layers/work'
import { algorithmColour } from '../../lib/palette'
import { useApp } from '../../store'
import { largestShown, selectChosen, selectMoment } from '../../store/selectors'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { SizeBar } from '../../ui/SizeBar'
import { FoldNode } from './FoldNode'
import type { FlowNode } from './flow-node'
import { useGraph, useScope } from './graph-scope'
import { isFar } from './is-far'
import { useFaded, useFound, useModelDifference, useTint } from './use-node-look'

/** One box: a layer with its decision, any other node, several nodes, or an input or output of the model. */
export const GraphNode = memo(({ data: { item } }: NodeProps<FlowNode>) => {
  switch (item.kind) {
    case 'node':
      return <ModelNode node={item.node} />
    case 'fold':
      return <FoldNode fold={item.fold} />
    default:
      return <Terminal kind={item.kind} name={item.name} tensor={item.tensor} />
  }
})

function ModelNode({ node }: { readonly node: NodeView }) {
  const { name: graph, select } = useScope()
  const decision = useGraph(({ plan }) => (plan === null ? undefined : decisionsByNode(lookOf(plan)).get(node.id)))
  const selected = useGraph((state) => state.selected === node.id)
  const host = useGraph(({ plan, model }) => {
    const into = plan === null ? undefined : hostsByNode(plan).get(node.id)
    return into === undefined ? undefined : model?.nodes[into]?.name
  })
  const difference = useModelDifference(node.id)
  const tint = useTint(node.id)
  const found = useFound(node.id)
  const moment = useGraph((state) => selectMoment(state, node.id))
  const faded = useFaded(decision === undefined ? [] : [decision.algorithm])
  const far = useStore(isFar)
  // A convolution of unknown shapes: nothing can be chosen for it.
  const undecided =
    useGraph(({ plan }) => plan !== null) && decision === undefined && node.op === 'Conv' && !node.folded
  const colour = tint ?? (decision === undefined ? {} : { '--node': algorithmColour(decision.algorithm) })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot hold what the box shows
    <div
      className="graph-node"
      role="button"
      tabIndex={-1}
      aria-pressed={selected}
      aria-label={`${opName(node)} ${node.name}`}
      title={[node.name, node.sourceOp, ...(host === undefined ? [] : [t('graph:fusedInto', { host })])].join('\n')}
      data-testid={graph === 'open' ? `graph-node-${node.id}` : `beside-node-${node.id}`}
      data-node={node.id}
      data-kind={decision?.kind}
      data-algorithm={decision?.algorithm ?? ''}
      data-packed-bytes={decision?.packedWeightBytes ?? 0}
      data-workspace-bytes={decision?.workspaceBytes ?? 0}
      data-difference={difference ?? undefined}
      data-folded={node.folded || undefined}
      data-fused={host === undefined ? undefined : true}
      data-found={found || undefined}
      data-faded={faded || undefined}
      data-far={far || undefined}
      data-moment={moment ?? undefined}
      data-selected={selected}
      style={colour as CSSProperties}
      onClick={() => select(node.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') select(node.id)
      }}
    >
      {far || difference === null ? null : <ModelDifference kind={difference} />}
      {far ? null : decision === undefined || decision.kind === 'other' ? (
        <span className="graph-node-op">
          {opName(node)}
          {node.window === undefined ? null : <small> {windowText(node.window)}</small>}
          {host === undefined ? null : <small> {t('graph:fusedInto', { host })}</small>}
          {undecided ? <small> {t('graph:undecided')}</small> : null}
        </span>
      ) : (
        <Layer node={node} decision={decision} />
      )}
    </div>
  )
}

/** Where two models are compared: what becomes of the node in the other one. */
function ModelDifference({ kind }: { readonly kind: Exclude<NodeDiff['kind'], 'same'> }) {
  const letter = useApp((state) => selectChosen(state)?.letter ?? 'B')
  return <span className="graph-node-difference">{t(`compare:models.${kind}`, { letter })}</span>
}

function Layer({ node, decision }: { readonly node: NodeView; readonly decision: DecisionLook }) {
  const packed = useApp((state) => largestShown(state, 'packed'))
  const workspace = useApp((state) => largestShown(state, 'workspace'))
  const kernel = useGraph((state) => (state.model === null ? null : kernelEdge(state.model, node.id)))
  const difference = useGraph((state) =>
    state.comparison === null ? undefined : differencesByNode(state.comparison).get(node.id),
  )
  const delta = difference === undefined ? 0 : changeOf(difference)
  return (
    <>
      <span className="graph-node-head">
        <AlgorithmBadge algorithm={decision.algorithm} unit={decision.unit} kernel={kernel} whatIf={decision.whatIf} />
        {decision.algorithm === null ? <b>{opName(node)}</b> : null}
        {difference?.changed ? (
          <span className="graph-node-delta" title={t('graph:againstA')}>
            {delta === 0 ? t('graph:changed') : <BytesDelta value={delta} arrow />}
          </span>
        ) : null}
      </span>
      <span className="graph-node-name">
        <LayerName name={node.name} />
        <LayerWork node={node} />
      </span>
      <span className="graph-node-figures">
        <span title={t('graph:packedModelled')}>
          <span className="graph-node-figure">
            <Bytes value={decision.packedWeightBytes} />
            <small>{t('graph:packedShort')}</small>
          </span>
          <SizeBar value={decision.packedWeightBytes} largest={packed} colour={algorithmColour(decision.algorithm)} />
        </span>
        <span title={t('graph:workspaceModelled')}>
          <span className="graph-node-figure">
            <Bytes value={decision.workspaceBytes} />
            <small>{t('graph:workspaceShort')}</small>
          </span>
          <SizeBar value={decision.workspaceBytes} largest={workspace} colour="var(--category-workspace)" />
        </span>
      </span>
    </>
  )
}

/** What it works on: window, channels in and out. */
function LayerWork({ node }: { readonly node: NodeView }) {
  const text = useGraph((state) => (state.model === null ? '' : layerWork(state.model, node)))
  return text === '' ? null : <small className="graph-node-work">{text}</small>
}

interface TerminalProps {
  readonly kind: 'input' | 'output'
  readonly name: string
  readonly tensor: number
}

function Terminal({ kind, name, tensor }: TerminalProps) {
  const shape = useGraph((state) => shapeText(state.model?.tensors[tensor]?.dims ?? null))
  const faded = useFaded([])
  return (
    <div
      className="graph-node graph-terminal"
      title={`${t(`graph:terminal.${kind}`)} ${name}`}
      data-faded={faded || undefined}
    >
      <span className="graph-node-op">
        {kind === 'input' ? '▸ ' : ''}
        {shape}
        {kind === 'output' ? ' ▸' : ''}
      </span>
    </div>
  )
}
