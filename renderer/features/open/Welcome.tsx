import './open.css'
import { Button } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { actions, useApp } from '../../store'
import { BrandMark } from '../../ui/BrandMark'
import { Samples } from './Samples'

const QUESTIONS = [
  {
    mark: 'var(--algorithm-winograd)',
    title: 'Which algorithm, and why',
    text: 'For every convolution: all candidates, their cost, and the rule that chose one and rejected the others.',
  },
  {
    mark: 'var(--category-packedWeights)',
    title: 'What it costs in memory',
    text: 'Packed weights and workspace per layer, to the byte: modelled at once, measured when you press Run.',
  },
  {
    mark: 'var(--algorithm-strassen-1x1)',
    title: 'What would change it',
    text: 'Switch engine version, memory mode, threads or instruction set and compare with what you had.',
  },
] as const

/** What the window shows before a model is open. */
export function Welcome() {
  const opening = useApp((state) => state.opening !== null)
  return (
    <main className="open-welcome">
      <header className="open-brand">
        <BrandMark size={34} />
        <h1>Convscope</h1>
      </header>
      <p className="open-lead">
        See which convolution algorithm an inference engine picks for each layer of a network, what that costs in
        memory, and why.
      </p>
      <ul className="open-questions">
        {QUESTIONS.map(({ mark, title, text }) => (
          <li key={title} style={{ '--mark': mark } as React.CSSProperties}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <div className="open-area">
        <Button
          size="sm"
          data-testid="open-button"
          disabled={opening}
          leftSection={<IconFolderOpen size={16} />}
          onClick={() => void actions.chooseModel()}
        >
          Open model…
        </Button>
        <p>
          or drop a <b>.mnn</b> or <b>.onnx</b> file anywhere in this window. Weights stay in the file: nothing is
          uploaded or copied.
        </p>
      </div>
      <Samples disabled={opening} />
    </main>
  )
}
