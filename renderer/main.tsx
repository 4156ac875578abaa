import { createRoot } from 'react-dom/client'
import { connect } from './platform/index.ts'
import './theme/tokens.css'
import './theme/ui.css'
import './editor/page.css'
import './theme/window.css'
import './theme/word.css'
import './theme/record.css'
import './theme/start.css'
import './theme/screens.css'
import './theme/papers.css'
import './theme/place.css'
import './theme/bargain.css'
import { createApp } from './workbench/app.ts'
import { Root } from './workbench/root.tsx'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const followTheme = () => {
  document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light'
}
followTheme()
dark.addEventListener('change', followTheme)

const app = createApp(await connect())
createRoot(document.getElementById('root')!).render(<Root app={app} />)
await app.files.start()

// The host names what the window shows first: the sample, or a file by its handle.
const first = new URLSearchParams(window.location.hash.slice(1)).get('open')
if (first !== null) await (first === 'sample' ? app.files.sample() : app.files.open(first))
