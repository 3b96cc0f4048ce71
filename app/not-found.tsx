/** An address of its own, because the code of a link would come with every page. */
const start = '/explorer'

export default function NotFound() {
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="max-w-[34rem]">
        <h1 className="text-xl font-semibold">Nothing lives at this address</h1>
        <p className="mt-2 text-md text-text-2">
          What podtrust knows of the loaded cluster begins in the explorer, and leads from there to its
          policies, identities and findings.
        </p>
        <p className="mt-4">
          <a href={start} className="text-md font-medium underline underline-offset-3">
            Open the explorer
          </a>
        </p>
      </div>
    </main>
  )
}
