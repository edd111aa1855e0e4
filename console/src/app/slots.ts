/** Parts of the feature `access` that the frame shows, loaded when they are first needed. */

/** The sign-in form of the feature `access`, shown in the dialog over a page whose session was lost. */
export const loadSignInForm = () =>
  import("../features/access/sign-in/sign-in-form.tsx").then((part) => part.SignInForm);

/** The dialog of the feature `access` that asks for the password again before something dangerous. */
export const loadProofDialog = () => import("../features/access/proof-dialog.tsx").then((part) => part.ProofDialog);
