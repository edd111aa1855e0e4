import { createAccessToken } from "./access-token.ts";
import type { FeishuClientOptions } from "./client.ts";
import { openExchange } from "./exchange.ts";
import { isFailure } from "./failure.ts";
import { systemTiming } from "./timing.ts";
import { createTransport } from "./transport.ts";

/** The two public hosts; an app lives at one of them (feishu contract section 1). */
const REGIONS: { readonly [host: string]: string } = {
  "open.feishu.cn": "https://open.larksuite.com",
  "open.larksuite.com": "https://open.feishu.cn",
};

/** The other public region, or null where the address is neither (product.md 5.12: it is tried only for those two). */
export function otherRegionOf(openUrl: string): string | null {
  return REGIONS[new URL(openUrl).host] ?? null;
}

/**
 * Asks whether an app is known at an address, without showing its secret there: a known app with a wrong secret is answered
 * differently from an unknown app (feishu contract 2.2). Returns null when the address does not tell.
 */
export async function isAppKnownAt(
  openUrl: string,
  { appId, timeoutMs = 15_000 }: Pick<FeishuClientOptions, "appId" | "timeoutMs">,
): Promise<boolean | null> {
  const exchange = openExchange(1);
  try {
    const transport = createTransport(exchange, openUrl, timeoutMs);
    await createAccessToken(transport, { appId, appSecret: "only-asking" }, systemTiming).get();
    return true;
  } catch (error) {
    if (isFailure(error, "feishu_secret_wrong", "feishu_app_disabled")) return true;
    if (isFailure(error, "feishu_app_unknown")) return false;
    if (isFailure(error)) return null;
    throw error;
  } finally {
    exchange.close();
  }
}
