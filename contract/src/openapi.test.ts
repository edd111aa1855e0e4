import { describe, expect, it } from "vitest";
import { allRoutes, renderOpenApi } from "./index.ts";

const document = renderOpenApi(allRoutes, "1.2.3");
const text = JSON.stringify(document);

describe("the OpenAPI document", () => {
  it("refers only to components it holds, and holds only components it refers to", () => {
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]));
    const held = Object.keys((document["components"] as { schemas: object }).schemas);
    expect(held.filter((name) => !referred.has(name))).toEqual([]);
    expect([...referred].filter((name) => !held.includes(name as string))).toEqual([]);
    expect(text).not.toContain("$defs");
  });

  it("tells every route with its token scopes, parameters and problems", () => {
    const paths = document["paths"] as Record<string, Record<string, Record<string, unknown>>>;
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.map((operation) => operation["operationId"])).toEqual(
      expect.arrayContaining(allRoutes.map(({ id }) => id)),
    );
    const approve = paths["/api/v1/sync-runs/{id}/approve"]?.["post"];
    expect(approve).toMatchObject({
      "x-token-scopes": ["sync:approve"],
      parameters: [{ name: "id", in: "path", required: true }],
      responses: { 202: {}, 400: {}, 401: {}, 403: {}, 404: {}, 409: {}, 500: {} },
    });
    expect(paths["/healthz"]?.["get"]?.["security"]).toEqual([]);
  });

  it("describes every component by itself", () => {
    const schemas = (document["components"] as { schemas: Record<string, object> }).schemas;
    for (const [name, schema] of Object.entries(schemas))
      expect(schema).not.toEqual({ $ref: `#/components/schemas/${name}` });
    expect(schemas["SyncRun"]).toMatchObject({
      type: "object",
      properties: { target: { $ref: "#/components/schemas/Target" } },
    });
  });

  it("declares every parameter a path holds", () => {
    const paths = document["paths"] as Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    for (const [path, operations] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values(operations)) {
        const declared = (operation.parameters ?? [])
          .filter((parameter) => parameter.in === "path")
          .map(({ name }) => name);
        expect(declared).toEqual(named);
      }
    }
  });
});
