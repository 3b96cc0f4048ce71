/** The tabs of the panel. */
export const tabList = 'flex shrink-0 gap-4 border-b border-line px-4'

export const tabStyle =
  'relative flex h-9 items-center gap-1.5 font-medium text-text-2 hover:text-text data-[state=active]:text-text data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-ink pointer-coarse:h-11'
