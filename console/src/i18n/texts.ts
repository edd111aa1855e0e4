import type { BackendModule } from "i18next";

type Texts = { readonly [key: string]: string | Texts };
type TextModule = { readonly default: Texts };

/** Every text file by its path; a file is loaded when its namespace and language are first needed. */
const files = {
  ...import.meta.glob<TextModule>("../features/*/texts.*.ts"),
  ...import.meta.glob<TextModule>("../{app,design}/texts.*.ts"),
  ...import.meta.glob<TextModule>("./{problems,ldap-problems,message-problems,page-problems}.*.ts"),
};

/** The words of codes that only pages of LDAP show; `problems:` finds them there once such a page is open. */
export const LDAP_PROBLEMS = "ldap-problems";
/** The same for pages of messages, events and webhooks. */
export const MESSAGE_PROBLEMS = "message-problems";
/** The same for whatever page stands behind the sign-in. */
export const PAGE_PROBLEMS = "page-problems";
const APART: readonly string[] = [LDAP_PROBLEMS, MESSAGE_PROBLEMS, PAGE_PROBLEMS];

/** The path of a namespace's file, as the glob above lists it. */
function pathOf(language: string, namespace: string): string {
  if (namespace === "problems" || APART.includes(namespace)) return `./${namespace}.${language}.ts`;
  if (namespace === "app" || namespace === "design") return `../${namespace}/texts.${language}.ts`;
  return `../features/${namespace}/texts.${language}.ts`;
}

/** Gives i18next the texts of a namespace. A namespace without a file is a mistake in the code and fails loudly. */
export const textFiles: BackendModule = {
  type: "backend",
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[pathOf(language, namespace)];
    if (load === undefined) return done(new Error(`No texts for ${namespace} in ${language}`), null);
    load().then(
      (module) => done(null, module.default as never),
      (error: Error) => done(error, null),
    );
  },
};
