'use client'

import { HelpMenu } from '../help/HelpMenu'
import { DropArea } from '../open/DropArea'
import { useOpening } from '../open/use-opening'
import { Brand } from '../signs/Brand'
import { ThemeToggle } from '../theme/ThemeToggle'
import { ClusterDoor } from './ClusterDoor'
import { FilesDoor } from './FilesDoor'
import { OwnDoor } from './OwnDoor'
import { Promises } from './Promises'
import type { Started } from './started'
import { useOwn } from './use-own'
import { WayBack } from './WayBack'

/** Three doors: what the server was started with, files from this machine, a live cluster. Below, what podtrust reads. */
export function LandingPage({ started }: { readonly started: Started }) {
  const control = useOpening()
  const own = useOwn()
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
        <Brand />
        <WayBack />
        <span className="flex-1" />
        <HelpMenu />
        <ThemeToggle />
      </header>
      <DropArea look={control.look}>
        <main className="mx-auto max-w-[71rem] px-4 py-6 md:px-6 md:py-10 lg:pt-20">
          <h1 className="max-w-[24ch] text-2xl font-semibold tracking-[-0.02em] sm:max-w-none">
            See who may talk to whom, and which object says so
          </h1>
          <p className="mt-2.5 max-w-[46rem] text-lg text-text-2">
            podtrust works out every connection that may happen in a cluster, with or without traffic, from
            its pods and policies. What nobody allowed and nobody forbids comes first.
          </p>
          <div className="mt-7 grid gap-4 md:grid-cols-3">
            <OwnDoor started={started} own={own} />
            <FilesDoor control={control} />
            <ClusterDoor overview={own.overview.data} />
          </div>
          <Promises />
        </main>
      </DropArea>
    </div>
  )
}
