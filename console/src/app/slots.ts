import type { ComponentType } from "react";

/** What the sign-in form is given: it calls back when a session exists. */
export interface SignInFormProps {
  readonly onSignedIn: () => void;
}

/** The sign-in form of the feature `access`, shown in the dialog over a page whose session was lost. */
export const loadSignInForm: (() => Promise<ComponentType<SignInFormProps>>) | null = null;
