import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call, queryOf, routes } from "../../../api/index.ts";

/** Longer than this nobody waits for a button: the form is shown without it. */
const PATIENCE_MS = 1_500;

/** The ways to sign in; undefined until the server has told, so that nothing moves under the hand afterwards. */
export function useWaysIn(): { readonly feishu: boolean } | undefined {
  const methods = useQuery({ ...queryOf(routes.getSignInMethods), retry: false });
  const [isTired, setTired] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setTired(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (methods.data) return methods.data;
  return methods.isError || isTired ? { feishu: false } : undefined;
}

/** Goes on at once for somebody who is signed in already, unless they were asked to sign in again. */
export function useSkipWhenSignedIn(isAgain: boolean, goOn: () => void): void {
  const asked = useRef(isAgain);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    call(routes.getMe, {}, { onLostSession: "throw" }).then(goOn, () => undefined);
  }, [goOn]);
}
