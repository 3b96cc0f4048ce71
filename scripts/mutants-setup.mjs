import fc from 'fast-check'

// A mutant is caught by the first random case that fails; the smallest one does not matter here.
fc.configureGlobal({ endOnFailure: true })
