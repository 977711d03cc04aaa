import type { Node } from '@xyflow/react'
import type { GraphItem } from '../../lib/model-graph'

export type FlowNode = Node<{ readonly item: GraphItem }, 'item'>
