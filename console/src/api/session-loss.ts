/**
 * Whether the session has been lost while a page was open. Calls that meet it wait here; the shell shows the sign-in
 * dialog and lets them go on.
 */
type Listener = () => void;

const listeners = new Set<Listener>();
let waiting: PromiseWithResolvers<void> | null = null;

/** For `useSyncExternalStore`. */
export function subscribeToSessionLoss(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True while somebody has to sign in again. */
export function isSessionLost(): boolean {
  return waiting !== null;
}

/** Says that the session is lost; resolves when somebody has signed in again. */
export function sessionRestored(): Promise<void> {
  if (waiting === null) {
    waiting = Promise.withResolvers<void>();
    tell();
  }
  return waiting.promise;
}

/** Lets every waiting call go on. */
export function restoreSession(): void {
  waiting?.resolve();
  waiting = null;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}
