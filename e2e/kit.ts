import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test'

interface Watched {
  /** Console errors that a test brings about on purpose. */
  readonly forgiven: RegExp | undefined
  readonly watch: undefined
}

/** Every test watches what no test may do: leave the machine, log an error, render without a content security policy. */
export const test = base.extend<Watched>({
  forgiven: [undefined, { option: true }],
  watch: [
    async ({ context, forgiven }, run) => {
      const outside: string[] = []
      const errors: string[] = []
      const unprotected: string[] = []
      context.on('request', request => {
        const url = new URL(request.url())
        if (!['127.0.0.1', 'localhost'].includes(url.hostname) && !['data:', 'blob:'].includes(url.protocol))
          outside.push(request.url())
      })
      context.on('response', response => {
        if (response.request().resourceType() !== 'document') return
        if (response.headers()['content-security-policy'] === undefined) unprotected.push(response.url())
      })
      context.on('console', message => {
        if (message.type() === 'error' && !forgiven?.test(message.text()))
          errors.push(`${message.text()} (${message.location().url})`)
      })
      context.on('weberror', error => errors.push(error.error().message))
      await run(undefined)
      expect(outside, 'requests that left the machine').toEqual([])
      expect(errors, 'errors in the console').toEqual([])
      expect(unprotected, 'pages without a content security policy').toEqual([])
    },
    { auto: true },
  ],
})

/** Leaves every page, so that none asks on when what it asks is taken away. */
export async function leave(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.goto('about:blank')
}

/** The four counts of the header; each is a button that shows only its class. */
export const ledger = (page: Page, count: string): Locator =>
  page
    .getByRole('group', { name: 'Show only some trust classes' })
    .getByRole('button', { name: count, exact: true })

/** The box that narrows by a text in the filter language. */
export const filterBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter', exact: true })

/** Writes a filter, and closes what is proposed. */
export async function filterBy(page: Page, text: string): Promise<void> {
  await filterBox(page).fill(text)
  await filterBox(page).press('Escape')
}

export const table = (page: Page): Locator => page.getByRole('grid', { name: 'Connections' })

export const scope = (page: Page): Locator => page.getByRole('tree')

/** The rows of the table that are in sight, without the head. */
export const rows = (page: Page): Locator =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })

/** The panel beside the map and the table: what is selected, and why. */
export const detail = (page: Page): Locator => page.getByRole('complementary', { name: 'Detail' })

/** The step of a reason that names this object; it leads to the object's YAML. */
export const objectLink = (page: Page, name: string): Locator =>
  detail(page).getByRole('link', { name }).first()

/** One side of the reasons, by its heading: `Leaving shop/web`, `Arriving at shop/api`. */
export const side = (page: Page, title: string): Locator =>
  detail(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: title }) })

/** An object as it was read, with the lines that decided. */
export const yaml = (page: Page): Locator =>
  detail(page)
    .getByRole('region', { name: /^YAML, .* marked$/ })
    .first()

/** Why there is no answer, with a way to ask again. */
export const failure = (page: Page): Locator =>
  page.getByRole('alert').filter({ has: page.getByRole('heading') })

/** `namespace/name[Kind]`, as the API and the address of the page spell a workload. */
export const workload = (namespace: string, name: string, kind = 'Deployment'): string =>
  `${namespace}/${name}[${kind}]`

/** Address of a page: a view of one cluster. Lists become one parameter each. */
export function address(
  url: string,
  view: Readonly<Record<string, string | readonly string[]>> = {},
  page = '/explorer',
): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(view))
    for (const each of typeof value === 'string' ? [value] : value) parameters.append(name, each)
  const text = parameters.toString()
  return text === '' ? `${url}${page}` : `${url}${page}?${text}`
}

/** Address of the policies: a filter, or an object that is selected, `group/kind/namespace/name`. */
export const policies = (url: string, view: Readonly<Record<string, string>> = {}): string =>
  address(url, view, '/policies')

/** A NetworkPolicy as the address of the policies spells it. */
export const networkPolicy = (namespace: string, name: string): string =>
  `networking.k8s.io/NetworkPolicy/${namespace}/${name}`

export const policyTable = (page: Page): Locator => page.getByRole('grid', { name: 'Policies' })

/** The rows of policies without the headings of their tiers. */
export const policyRows = (page: Page): Locator =>
  policyTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })

export const matrix = (page: Page): Locator => page.getByRole('grid', { name: 'Matrix' })

/** Cells of the matrix that are drawn, the line of Anyone included. */
export const cells = (page: Page): Locator => matrix(page).getByRole('gridcell')

/** A cell by what it says: `payments from data: 31 of 35 implicit`. */
export const cell = (page: Page, says: string | RegExp): Locator =>
  matrix(page).getByRole('gridcell', { name: says, exact: true })

/** What the keys stand on in the matrix. */
export const activeCell = (page: Page): Locator => matrix(page).locator('[data-active=true]')
