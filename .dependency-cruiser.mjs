/** The layers of the house (ARCHITECTURE in CONTRIBUTING.md), as rules over who may import whom. */
const only = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to })
const npm = (names) => `node_modules/(${names})(/|$)`
const packages = { path: 'node_modules/' }
const core = {
  path: '^node:|^(fs|path|http|https|net|os|child_process|worker_threads|crypto|url|util|stream|events|module|process|zlib|dns|tls|vm)$',
}

export default {
  forbidden: [
    { name: 'no-cycles-between-rooms', severity: 'error', from: {}, to: { circular: true, viaOnly: { pathNot: 'node_modules' } } },
    only('model-is-the-ground', '^shared/model/', { path: '^(main|renderer)/|^shared/(redline|compare|rpc)/' }),
    only('model-packages', '^shared/model/', { ...packages, pathNot: npm('prosemirror-model|culori') }),
    only('redline-on-model', '^shared/redline/', { path: '^(main|renderer)/|^shared/(compare|rpc)/' }),
    only('redline-packages', '^shared/(redline|compare)/', { ...packages, pathNot: npm('prosemirror-[a-z]+|fast-myers-diff') }),
    only('redline-without-the-view', '^shared/(redline|compare)/', { path: npm('prosemirror-view') }),
    only('compare-on-redline', '^shared/compare/', { path: '^(main|renderer)/|^shared/rpc/' }),
    only('contract-stands-alone', '^shared/rpc/', { path: '^(main|renderer)/|^shared/(redline|compare)/' }),
    only('contract-packages', '^shared/rpc/', { ...packages, pathNot: npm('zod') }),
    only('shared-has-no-node', '^shared/', core),
    only('store-on-shared', '^main/store/', { path: '^renderer/|^main/(?!store/)' }),
    only('sqlite-in-the-store', '^(main/(?!store/)|shared/|renderer/)', { path: npm('better-sqlite3') }),
    only('formats-on-shared', '^main/formats/', { path: '^renderer/|^main/(?!formats/)' }),
    only('services-below-hosts', '^main/services/', { path: '^renderer/|^main/(hosts|rpc)/' }),
    only('rpc-on-services', '^main/rpc/', { path: '^renderer/|^main/(hosts|store|formats)/' }),
    only('electron-in-its-host', '^(main/(?!hosts/electron/)|shared/|renderer/)', { path: npm('electron') }),
    only('http-in-its-host', '^(main/(?!hosts/browser/)|shared/|renderer/)', { path: `^(node:)?https?$|${npm('ws')}` }),
    only('electron-apart', '^main/hosts/electron/', { path: '^renderer/|^main/hosts/(browser|cli)/' }),
    only('browser-apart', '^main/hosts/browser/', { path: '^renderer/|^main/hosts/(electron|cli)/' }),
    only('cli-apart', '^main/hosts/cli/', { path: '^renderer/|^main/hosts/(electron|browser)/' }),
    only('window-not-main', '^renderer/', { path: '^main/' }),
    only('window-has-no-node', '^renderer/', core),
    only('platform-on-contract', '^renderer/platform/', { path: '^renderer/(?!platform/)|^shared/(?!rpc/)' }),
    only('editor-on-shared', '^renderer/editor/', { path: '^renderer/(?!editor/)' }),
    only('product-without-tests', '^(main|shared|renderer)/', { path: '^test/' }),
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
    },
  },
}
