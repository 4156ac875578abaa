import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The faces that a paper is set in, as files on disk: the page's serif, the labels' sans, and behind them faces without a gap
 * in Latin, Greek and Cyrillic, and one of symbols (☐ ✓ → print blank without it). Order does not matter: the template names them.
 */
const FACES = [
  ['source-serif-4', '400Regular/SourceSerif4_400Regular.ttf'],
  ['source-serif-4', '400Regular_Italic/SourceSerif4_400Regular_Italic.ttf'],
  ['source-serif-4', '600SemiBold/SourceSerif4_600SemiBold.ttf'],
  ['source-serif-4', '600SemiBold_Italic/SourceSerif4_600SemiBold_Italic.ttf'],
  ['inter', '500Medium/Inter_500Medium.ttf'],
  ['noto-serif', '400Regular/NotoSerif_400Regular.ttf'],
  ['noto-serif', '400Regular_Italic/NotoSerif_400Regular_Italic.ttf'],
  ['noto-serif', '600SemiBold/NotoSerif_600SemiBold.ttf'],
  ['noto-serif', '600SemiBold_Italic/NotoSerif_600SemiBold_Italic.ttf'],
  ['noto-sans', '400Regular/NotoSans_400Regular.ttf'],
  ['noto-sans-symbols-2', '400Regular/NotoSansSymbols2_400Regular.ttf'],
] as const

/** Paths of the font files, found where the packages are installed. */
export function fontFiles(): string[] {
  const require = createRequire(import.meta.url)
  return FACES.map(([name, file]) => join(dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)), file))
}
