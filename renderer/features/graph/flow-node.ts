import type { Node } from '@xyflow/react'
import type { GraphItem } from './model-graph'

export type FlowNode = Node<{ readonly item: GraphItem }, 'item'>
