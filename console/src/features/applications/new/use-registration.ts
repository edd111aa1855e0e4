import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call, routes } from "../../../api/index.ts";
import { toAccessChange } from "../access/access-value.ts";
import { type RegistrationValues, toNewApplication } from "../form/form-values.ts";
import type { Registered } from "./registered.ts";

/** Registers an application and says who may use it. Throws the refusal of the first; that of the second is told apart. */
export function useRegistration() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [accessProblem, setAccessProblem] = useState<unknown>(null);
  const register = async (values: RegistrationValues): Promise<Registered> => {
    setBusy(true);
    try {
      const registered = await call(routes.createApplication, { body: toNewApplication(values) });
      const { id } = registered.application;
      try {
        await call(routes.changeApplicationAccess, { params: { id }, body: toAccessChange(values.access) });
      } catch (error) {
        // It is registered all the same, and its secret has to be shown now or never.
        setAccessProblem(error);
      }
      await client.invalidateQueries({ queryKey: ["listApplications"] });
      return registered;
    } finally {
      setBusy(false);
    }
  };
  return { register, busy, accessProblem };
}
