/** The nonce of this answer: the policy admits styles that carry it, and no others. */
export const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? "";

const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;

/**
 * Gives the nonce to every style sheet our own scripts make. Ant Design's carry it anyway; the few that its base library
 * makes (no scrolling behind a dialog, the width of a scrollbar) cannot be told.
 */
export function giveStylesTheNonce(): void {
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
