/** The nonce of this answer; styles that carry it are admitted by the page's policy, and no others. */
export const nonce = document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce ?? "";

/**
 * Puts the nonce on every style element that is made from here on. Ant Design hands it on to nearly all of its
 * styles, but two parts of it (the scroll lock of dialogs, the measuring of scroll bars) take none.
 */
export function giveStylesTheNonce(): void {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
