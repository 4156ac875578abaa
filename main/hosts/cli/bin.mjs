#!/usr/bin/env node
// The command `parley`, once the checkout is linked (`npm link`): the command line on the Node that the project brings.
import { install, run } from '../start.mjs'

install()
run('main/hosts/cli/parley.ts', process.argv.slice(2))
