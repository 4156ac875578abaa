/** A party's label: ours filled, theirs outlined. */
export function Party({ label, us }: { label: string; us: string }) {
  return <span className={label === us ? 'party us' : 'party'}>{label}</span>
}
