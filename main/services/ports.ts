import type { Output } from '../../shared/rpc/contract.ts'

/** What a host gives the services. The services never ask which host they are on; paths stay on this side of the contract. */
export interface Ports {
  readonly version: string
  readonly host: 'electron' | 'browser' | 'memory'
  /** Whether the host has native dialogs of its own. */
  readonly dialogs: boolean
  /** Folder for recent files, the sample and backups. */
  readonly dataDir: string
  /** Folder whose negotiations are listed with the recent files, in a host that has no dialog to find them with. */
  readonly folder?: string
  /** Where to create a new negotiation; null where the person cancelled. */
  chooseNew(suggestedName: string): Promise<string | null>
  /** Which negotiation to open; null where the person cancelled. */
  chooseOpen(): Promise<string | null>
  /** Which source to import; null where the person cancelled. */
  chooseSource(): Promise<string | null>
  /** Hands a finished paper over: saves it where the person says, or sends it down to the window. Never leaves half a file. */
  deliver(name: string, mime: string, bytes: Uint8Array): Promise<Output<'export.run'>>
}
