import type { Gap } from './capture'
import type { Found } from './entry-way'
import type { Inventory } from './inventory'
import type { Mesh } from './mesh'
import type { KubeObject, ObjectRef } from './object'
import type { Problem } from './problem'
import type { Fragment } from './rule'

/** A kind that a dialect compiles, named by group and kind; `versions` are those whose fields it knows. */
export interface KindClaim {
  readonly group: string
  readonly kind: string
  readonly versions: readonly string[]
}

export interface Compiled extends Fragment {
  readonly problems: readonly Problem[]
  /** Other objects that were read to compile this one; an edit of any of them compiles it again. */
  readonly dependsOn: readonly ObjectRef[]
}

/** The other objects of a capture, for an object that names some or is read by their settings. */
export interface Around {
  named(ref: ObjectRef): KubeObject | undefined
  /** Every object of a kind, in the order of the input. */
  all(group: string, kind: string): readonly KubeObject[]
  /** What is there beside them and could not be read. */
  readonly gaps: readonly Gap[]
}

/**
 * One family of policy resources with its own semantics. `compile` sees one object and the objects that it names; never
 * pods. The engine resolves selectors, order and ties, and never asks which dialect spoke.
 */
export interface Dialect {
  readonly name: string
  readonly claims: readonly KindClaim[]
  compile(object: KubeObject, around: Around): Compiled
}

/** What an object opens to the outside; undefined for one that is of no kind which opens anything. */
export type EntryReader = (object: KubeObject) => Found | undefined

/**
 * One family of objects that open ways into the cluster. Unlike policies those need to know pods: a way leads through the
 * pods of whoever serves it.
 */
export type EntryDialect = (around: Pick<Around, 'all' | 'gaps'>, inventory: Inventory) => EntryReader

/** The compiled policies of a capture and what could not be honoured on the way. */
export interface Compilation extends Fragment {
  readonly problems: readonly Problem[]
  /** What the mesh makes of the wire; undefined where no pod is in one. */
  readonly mesh?: (inventory: Inventory) => Mesh | undefined
  /** Reads what opens ways in; absent where nothing does. */
  readonly waysIn?: (inventory: Inventory) => EntryReader
}
