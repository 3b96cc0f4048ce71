'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
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
      className="flex h-full items-stretch gap-5 max-md:order-last max-md:h-10 max-md:w-full max-md:border-t max-md:border-line pointer-coarse:max-md:h-[45px]"
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
