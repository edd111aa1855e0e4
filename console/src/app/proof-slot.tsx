import { lazy, Suspense, useSyncExternalStore } from "react";
import { isProofWanted, subscribeToProof } from "../api/index.ts";
import { loadProofDialog } from "./slots.ts";

const ProofDialog = lazy(async () => ({ default: await loadProofDialog() }));

/** The dialog that asks for the password again, loaded when it is first needed. */
export function ProofSlot() {
  const wanted = useSyncExternalStore(subscribeToProof, isProofWanted);
  return <Suspense>{wanted ? <ProofDialog /> : null}</Suspense>;
}
