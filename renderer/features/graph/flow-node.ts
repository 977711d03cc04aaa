// SPDX-License-Identifier: Apache-2.0
import type { Node } from '@xyflow/react'
import type { GraphItem } from './model-graph'

export type FlowNode = Node<{ readonly item: GraphItem }, 'item'>
