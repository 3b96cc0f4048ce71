import type { ReactNode } from 'react'
import { MatrixCell } from '../matrix/MatrixCell'

const size = { width: 72, height: 28 } as const

const samples = [
  { words: 'In a column to start with', trustClass: 'implicit', worst: 31, all: 35, strong: true },
  { words: '31 of 35 are implicit, the worst class in it', trustClass: 'implicit', worst: 31, all: 35 },
  { words: 'Unknown: could not be read', trustClass: 'unknown', worst: 6, all: 6 },
  { words: 'Partial', trustClass: 'partial', worst: 4, all: 12 },
  { words: 'Verified, all of them', trustClass: 'verified', worst: 5, all: 5 },
  { words: 'Inside a group, a namespace with itself', trustClass: 'partial', worst: 2, all: 2, inside: true },
] as const

/** Cells as the matrix draws them: the same component, with what each says. */
export default function MatrixSample() {
  return (
    <ul className="space-y-1.5">
      {samples.map(({ words, trustClass, worst, all, ...look }, at) => (
        <Sample key={words} words={words}>
          <MatrixCell
            {...plain}
            id={`sample-${at}`}
            share={{ trustClass, worst, all }}
            strong={'strong' in look}
            inside={'inside' in look}
          />
        </Sample>
      ))}
      <Sample words="No connection">
        <MatrixCell {...plain} id="sample-none" share={undefined} strong={false} inside={false} />
      </Sample>
    </ul>
  )
}

const plain = {
  ...{ row: 0, column: 0, left: 0, size, known: true },
  ...{ opens: false, active: false, selected: false, label: '' },
}

interface SampleProps {
  readonly words: string
  readonly children: ReactNode
}

/** The words say it all; the cell is for the eye. */
const Sample = ({ words, children }: SampleProps) => (
  <li className="flex items-center gap-3">
    <span aria-hidden className="pointer-events-none relative h-7 w-18 shrink-0">
      {children}
    </span>
    <span className="text-text-2">{words}</span>
  </li>
)
