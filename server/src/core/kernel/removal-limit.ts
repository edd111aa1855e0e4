/** How many removals need nobody's consent: max(minimum, percent of what there is) (product.md 5.3 a). */
export function removalLimit(limits: { readonly percent: number; readonly minimum: number }, present: number): number {
  return Math.max(limits.minimum, Math.floor((limits.percent / 100) * present));
}
