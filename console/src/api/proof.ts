/**
 * Whether a call waits for the password: the server wants it again before what is dangerous
 * (`reauthentication_required`). The shell shows the dialog; the call goes on with the proof, or is given up.
 */
type Listener = () => void;

const listeners = new Set<Listener>();
let waiting: PromiseWithResolvers<boolean> | null = null;

/** For `useSyncExternalStore`. */
export function subscribeToProof(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True while the password is asked for. */
export function isProofWanted(): boolean {
  return waiting !== null;
}

/** Asks for the password; resolves with whether it was proved. */
export function proofGiven(): Promise<boolean> {
  if (waiting === null) {
    waiting = Promise.withResolvers<boolean>();
    tell();
  }
  return waiting.promise;
}

/** Lets every waiting call go on. */
export function giveProof(): void {
  settle(true);
}

/** Gives every waiting call up. */
export function refuseProof(): void {
  settle(false);
}

function settle(proved: boolean): void {
  waiting?.resolve(proved);
  waiting = null;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}
