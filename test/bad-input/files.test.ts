import { describe } from 'vitest'
import { fileRows } from './file-rows'
import { holdRows } from './rows'

describe('a bad file among good ones', () => holdRows(fileRows))
