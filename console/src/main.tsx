import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import { ApiProblem } from "./api/index.ts";
import { features } from "./app/features.ts";
import { makeRouter } from "./app/router.tsx";
import { DesignProvider } from "./design/index.ts";
import "./design/base.css";
import "./design/parts.css";
import "./design/start.css";
import { startI18n } from "./i18n/index.ts";

/** Refusals are answers: asking again changes nothing. A broken way is tried twice more. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiProblem) || [0, 502, 503].includes(error.status)),
    },
  },
});

const ready = startI18n();
const router = makeRouter(features, queryClient);
// The page, its words and who is signed in are asked for while the frame's words are under way.
void router.load();
await ready;
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <DesignProvider>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </DesignProvider>
    </QueryClientProvider>
  </StrictMode>,
);
