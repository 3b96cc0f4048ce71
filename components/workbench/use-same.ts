'use client'

import { useMemo } from 'react'

/** A value that JSON can say, as one object for as long as it says the same: whoever depends on it is not drawn anew for nothing. */
export function useSame<Value>(value: Value): Value {
  const said = JSON.stringify(value)
  return useMemo(() => JSON.parse(said) as Value, [said])
}
