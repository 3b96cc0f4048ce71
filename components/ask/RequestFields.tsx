import { useId } from 'react'
import { addresses } from '@/lib/model/mesh'
import { field } from '../ui/field-style'
import type { Asked, AskedPart } from './question'

interface RequestFieldsProps {
  readonly asked: Asked
  readonly onChange: (part: Partial<Asked>) => void
  /** The part that is wrong, and where that is said. */
  readonly wrong: AskedPart | undefined
  readonly describedBy: string
}

const ways = { service: 'Service', headless: 'headless Service', 'pod-ip': 'pod IP' } as const

/** How the client dials, and one request; both are left open where nothing is written. Only TCP has either. */
export function RequestFields({ asked, onChange, wrong, describedBy }: RequestFieldsProps) {
  const id = useId()
  const given = [asked.dial, asked.method, asked.path, asked.host, asked.headers]
  const count = given.filter(text => text.trim() !== '').length
  const disabled = asked.protocol !== 'TCP'
  const about = (part: AskedPart) => ({
    'aria-invalid': wrong === part,
    'aria-describedby': wrong === part ? describedBy : undefined,
    autoComplete: 'off',
    spellCheck: false,
    disabled,
    className: `${field} text-sm font-normal`,
  })
  return (
    <details className="group" open={count > 0 || undefined}>
      <summary className="target-row flex cursor-pointer items-center gap-1.5 rounded-sm text-xs font-medium">
        One request, one way to dial
        {count > 0 && <span className="font-normal text-text-2">({count} given)</span>}
      </summary>
      <div className="mt-1 grid grid-cols-2 gap-2">
        <label className="text-xs font-medium">
          Dialled by
          <select
            value={asked.dial}
            onChange={({ target }) => onChange({ dial: addresses.find(way => way === target.value) ?? '' })}
            disabled={disabled}
            className={`${field} text-sm font-normal`}
          >
            <option value="">any way</option>
            {addresses.map(way => (
              <option key={way} value={way}>
                {ways[way]}
              </option>
            ))}
          </select>
        </label>
        <label className="text-xs font-medium">
          Method
          <input
            type="text"
            autoCapitalize="characters"
            maxLength={40}
            placeholder="any"
            value={asked.method}
            onChange={({ target }) => onChange({ method: target.value })}
            {...about('method')}
          />
        </label>
        <label className="col-span-2 text-xs font-medium">
          Path
          <input
            type="text"
            autoCapitalize="off"
            maxLength={1000}
            placeholder="/api/orders"
            value={asked.path}
            onChange={({ target }) => onChange({ path: target.value })}
            {...about('path')}
          />
        </label>
        <label className="col-span-2 text-xs font-medium">
          Host
          <input
            type="text"
            autoCapitalize="off"
            maxLength={300}
            placeholder="the dialled Service"
            value={asked.host}
            onChange={({ target }) => onChange({ host: target.value })}
            {...about('host')}
          />
        </label>
        <div className="col-span-2">
          <label htmlFor={id} className="text-xs font-medium">
            Headers, one per line
          </label>
          <textarea
            id={id}
            rows={2}
            autoCapitalize="off"
            maxLength={4000}
            placeholder="x-team=payments"
            value={asked.headers}
            onChange={({ target }) => onChange({ headers: target.value })}
            {...about('header')}
          />
        </div>
      </div>
      <p className="mt-1.5 text-xs text-text-2">
        With any part of a request, one request is asked about that has nothing but what is written here.
        {disabled && ' Only TCP carries requests.'}
      </p>
    </details>
  )
}
