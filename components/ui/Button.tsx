import type { ComponentProps } from 'react'

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: 'plain' | 'primary' | 'quiet'
}

const tones = {
  plain: 'border-line-strong bg-surface text-text hover:bg-surface-2',
  primary: 'border-ink bg-ink text-on-ink forced-color-adjust-none',
  quiet: 'border-transparent text-text-2 hover:bg-surface-2 hover:text-text',
}

export function Button({ tone = 'plain', className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`target inline-flex items-center justify-center gap-1.5 rounded-md border px-2.5 text-sm font-medium whitespace-nowrap ${tones[tone]} ${className}`}
      {...rest}
    />
  )
}
