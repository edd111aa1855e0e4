/** Modules that build/contract-modules.ts makes out of the contract. */
declare module "virtual:contract-routes" {
  const routes: Readonly<Record<string, { readonly id: string; readonly method: string; readonly path: string }>>;
  export default routes;
}
declare module "virtual:contract-problems" {
  const problems: Readonly<Record<string, { readonly title: string; readonly cure: string }>>;
  export default problems;
}
declare module "virtual:contract-ldap-problems" {
  const problems: Readonly<Record<string, { readonly title: string; readonly cure: string }>>;
  export default problems;
}
declare module "virtual:contract-message-problems" {
  const problems: Readonly<Record<string, { readonly title: string; readonly cure: string }>>;
  export default problems;
}
declare module "virtual:contract-page-problems" {
  const problems: Readonly<Record<string, { readonly title: string; readonly cure: string }>>;
  export default problems;
}
