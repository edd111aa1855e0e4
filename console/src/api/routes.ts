import places from "virtual:contract-routes";
import type { routes as contractRoutes, RouteContract } from "@larkbridge/contract";

/** A route as the browser knows it: where it is; what goes in and comes out is known to the type only. */
export interface RouteHandle<Route extends RouteContract = RouteContract> {
  readonly id: string;
  readonly method: Route["method"];
  readonly path: string;
  /** Never there at run time: carries the route's type. */
  readonly contract?: Route;
}

/** The contract's routes as types. */
export type ContractRoutes = typeof contractRoutes;

/** Every route of the contract by its id. */
export const routes = places as unknown as { readonly [Id in keyof ContractRoutes]: RouteHandle<ContractRoutes[Id]> };
