import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { readTheme, themeClass, themeCookie } from '@/components/theme/theme'
import { ThemeProvider } from '@/components/theme/ThemeProvider'
import { Providers } from '@/components/workbench/Providers'

export const metadata: Metadata = {
  title: 'podtrust',
  description: 'Who may talk to whom in a Kubernetes cluster, and whether that trust is earned.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1218' },
  ],
}

/** Reading the cookie renders every page on request, which the nonce of the content security policy needs as well. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" className={themeClass(theme)}>
      <body>
        <noscript>
          <p className="fixed inset-x-0 bottom-0 z-50 border-t border-line-strong bg-surface px-4 py-3 text-md">
            These pages are drawn by scripts of this server, and scripts are off in this browser, so they stay
            empty: that says nothing of the cluster. The same answers come without a browser from{' '}
            <code>node bin/podtrust.js list PATH</code>, and as JSON from <code>/api/connections</code>.
          </p>
        </noscript>
        <NuqsAdapter>
          <ThemeProvider initial={theme}>
            <Providers>{children}</Providers>
          </ThemeProvider>
        </NuqsAdapter>
      </body>
    </html>
  )
}
