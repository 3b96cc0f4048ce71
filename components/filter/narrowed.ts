import type { ViewFilter } from '../workbench/queries'

/** Whether a filter keeps connections out: then one that is not shown may be possible all the same. */
export const isNarrowed = ({ class: classes, q, hide }: ViewFilter): boolean =>
  classes.length > 0 || q !== '' || hide.length > 0
