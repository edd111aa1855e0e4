/**
 * Puts the nonce of this answer on every style element that is made from here on. Ant Design hands its own on to nearly
 * all of its styles, but two parts of it (the scroll lock of dialogs, the measuring of scroll bars) take none.
 */
export function signStyles(nonce: string): void {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
