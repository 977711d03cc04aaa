// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import type { TermId } from './terms'

const WIDTH = 220
const HEIGHT = 84
const CELL = 11

interface CellsProps {
  readonly x: number
  readonly y: number
  readonly columns: number
  readonly rows: number
  readonly size?: number
  readonly colour?: string
  /** Which cells are filled. */
  readonly marks?: (column: number, row: number) => boolean
}

/** A grid of numbers, some of them marked. */
function Cells({ x, y, columns, rows, size = CELL, colour = 'var(--accent)', marks = () => false }: CellsProps) {
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)]
    return (
      <rect
        key={`${column} ${row}`}
        x={x + column * size}
        y={y + row * size}
        width={size - 1}
        height={size - 1}
        fill={marks(column, row) ? colour : 'var(--line)'}
      />
    )
  })
}

function Arrow({ x, y, length = 22 }: { readonly x: number; readonly y: number; readonly length?: number }) {
  const end = x + length
  return (
    <path d={`M${x} ${y}H${end}M${end - 5} ${y - 4}L${end} ${y}L${end - 5} ${y + 4}`} className="glossary-stroke" />
  )
}

function Words({ x, y, children }: { readonly x: number; readonly y: number; readonly children: ReactNode }) {
  return (
    <text x={x} y={y} className="glossary-words">
      {children}
    </text>
  )
}

const ALL = () => true

/** A window of the picture becomes a column of a matrix. */
function Im2col() {
  const inWindow = (column: number, row: number) => column >= 1 && column < 4 && row >= 1 && row < 4
  return (
    <>
      <Cells x={14} y={15} columns={5} rows={5} colour="var(--algorithm-tiled)" marks={inWindow} />
      <Arrow x={80} y={42} />
      <Cells
        x={114}
        y={6}
        columns={8}
        rows={9}
        size={8}
        colour="var(--algorithm-tiled)"
        marks={(column) => column === 3}
      />
      <Words x={188} y={46}>
        9×n
      </Words>
    </>
  )
}

/** Nine weights become thirty-six. */
function Winograd() {
  return (
    <>
      <Cells x={18} y={25} columns={3} rows={3} colour="var(--algorithm-winograd)" marks={ALL} />
      <Words x={18} y={74}>
        3×3
      </Words>
      <Arrow x={64} y={41} />
      <Cells x={102} y={9} columns={6} rows={6} colour="var(--algorithm-winograd)" marks={ALL} />
      <Words x={176} y={46}>
        6×6
      </Words>
    </>
  )
}

/** Eight products of blocks, of which one is saved. */
function Strassen() {
  const blocks = (x: number) => (
    <Cells x={x} y={22} columns={2} rows={2} size={19} colour="var(--algorithm-strassen-1x1)" marks={ALL} />
  )
  return (
    <>
      {blocks(14)}
      <Words x={60} y={46}>
        ×
      </Words>
      {blocks(76)}
      <Arrow x={122} y={42} length={16} />
      {Array.from({ length: 8 }, (_, index) => index).map((index) => (
        <rect
          key={index}
          x={148 + (index % 4) * 16}
          y={index < 4 ? 24 : 44}
          width={12}
          height={14}
          fill={index === 7 ? 'none' : 'var(--algorithm-strassen-1x1)'}
          className={index === 7 ? 'glossary-dashed' : undefined}
        />
      ))}
    </>
  )
}

/** Rows of weights become blocks, the last one filled up. */
function Packed() {
  return (
    <>
      <Cells x={14} y={14} columns={5} rows={5} colour="var(--category-packedWeights)" marks={ALL} />
      <Arrow x={80} y={42} />
      {[0, 1].map((block) => (
        <g key={block}>
          <Cells
            x={116 + block * 50}
            y={14}
            columns={4}
            rows={5}
            colour="var(--category-packedWeights)"
            marks={(column) => block === 0 || column === 0}
          />
          <rect x={114 + block * 50} y={12} width={47} height={58} className="glossary-stroke" />
        </g>
      ))}
    </>
  )
}

/** One layer after the other, all in the same scratch. */
function Workspace() {
  return (
    <>
      {[34, 60, 46].map((size, index) => (
        <g key={size}>
          <rect x={16 + index * 66} y={8} width={52} height={16} rx={3} fill="var(--line)" />
          <path d={`M${42 + index * 66} 26V36`} className="glossary-stroke" />
          <rect x={16 + index * 66} y={72 - size / 2} width={52} height={size / 2} fill="var(--category-workspace)" />
        </g>
      ))}
      <rect x={12} y={40} width={196} height={34} className="glossary-dashed" />
    </>
  )
}

/** Tensors in one pool over time, with the gap that none fits. */
function Arena() {
  const tensors = [
    [14, 44, 60, 28],
    [46, 20, 66, 22],
    [84, 52, 62, 20],
    [122, 14, 56, 32],
    [152, 48, 54, 24],
  ] as const
  return (
    <>
      {tensors.map(([x, y, width, height]) => (
        <rect
          key={x}
          x={x}
          y={y}
          width={width}
          height={height}
          fill="var(--category-activations)"
          stroke="var(--surface)"
        />
      ))}
      <path d="M10 6V76H210" className="glossary-stroke" />
      <path d="M10 12H210" className="glossary-dashed" />
    </>
  )
}

/** From the file to the process, one on top of the other. */
function Resident() {
  const parts = [
    ['var(--category-packedWeights)', 74],
    ['var(--category-modelBuffer)', 38],
    ['var(--category-activations)', 34],
    ['var(--line-strong)', 46],
  ] as const
  let x = 14
  return (
    <>
      {parts.map(([colour, width]) => {
        const from = x
        x += width
        return <rect key={colour} x={from} y={24} width={width - 1} height={22} fill={colour} />
      })}
      <path d="M14 56V64H205V56" className="glossary-stroke" />
    </>
  )
}

const DRAWINGS: Readonly<Record<TermId, () => ReactNode>> = {
  im2col: Im2col,
  winograd: Winograd,
  strassen: Strassen,
  packed: Packed,
  workspace: Workspace,
  arena: Arena,
  resident: Resident,
}

/** What a word means as a picture, in the colours that it has in the window. The text beside it says the same. */
export function Drawing({ of }: { readonly of: TermId }) {
  const Picture = DRAWINGS[of]
  return (
    <svg
      className="glossary-drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <Picture />
    </svg>
  )
}
