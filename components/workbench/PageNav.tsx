'use client'

import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { DropdownMenu } from 'radix-ui'
import { useHrefs } from '../capture/use-capture'

const pages = [
  { path: '/explorer', page: 'explorer', title: 'Explorer' },
  { path: '/policies', page: 'policies', title: 'Policies' },
  { path: '/identities', page: 'identities', title: 'Identities' },
  { path: '/findings', page: 'findings', title: 'Findings' },
] as const

/** The pages, the open one marked. */
export function PageNav() {
  const here = usePathname()
  const hrefs = useHrefs()
  return (
    <nav
      aria-label="Pages"
      className="flex h-full items-stretch gap-5 max-md:col-start-1 max-md:row-start-2 max-md:h-10 max-sm:gap-4 pointer-coarse:max-md:h-[45px] folded:hidden"
    >
      {pages.map(({ path, page, title }) => (
        <Link
          key={path}
          href={hrefs[page]()}
          prefetch={false}
          aria-current={here === path ? 'page' : undefined}
          className="relative flex min-w-11 items-center font-medium text-text-2 hover:text-text aria-[current]:text-text aria-[current]:after:absolute aria-[current]:after:inset-x-0 aria-[current]:after:-bottom-px aria-[current]:after:h-0.5 aria-[current]:after:bg-ink"
        >
          {title}
        </Link>
      ))}
    </nav>
  )
}

/** The same as a menu, where there is no room for a line of them. */
export function PageMenu() {
  const here = usePathname()
  const hrefs = useHrefs()
  const open = pages.find(({ path }) => path === here)
  return (
    <nav
      aria-label="Pages"
      className="hidden h-10 shrink-0 items-center max-md:col-start-1 max-md:row-start-2 folded:flex pointer-coarse:h-[45px]"
    >
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="target inline-flex items-center gap-1.5 rounded-md border border-line-strong px-2 font-medium hover:bg-surface-2">
          {open?.title ?? 'Pages'}
          <ChevronDown size={13} aria-hidden className="text-text-2" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-36 rounded-md border border-line-control bg-surface p-1 text-text shadow-pop"
        >
          {pages.map(({ path, page, title }) => (
            <DropdownMenu.Item key={path} asChild>
              <Link
                href={hrefs[page]()}
                prefetch={false}
                aria-current={here === path ? 'page' : undefined}
                className="target flex items-center rounded-sm px-2 outline-none aria-[current]:font-semibold data-[highlighted]:bg-surface-3 forced-colors:data-[highlighted]:outline-2"
              >
                {title}
              </Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
    </nav>
  )
}
