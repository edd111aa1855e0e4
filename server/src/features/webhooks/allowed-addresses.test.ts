import { expect, test } from "vitest";
import { AddressRefused, makeAllowedAddresses, type ResolvedAddress } from "./allowed-addresses.ts";

const names: Readonly<Record<string, readonly string[]>> = {
  "public.example.com": ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
  "private.example.com": ["10.1.2.3"],
  "both.example.com": ["93.184.215.14", "127.0.0.1"],
  "metadata.example.com": ["169.254.169.254"],
};
const resolveHost = async (host: string): Promise<readonly ResolvedAddress[]> =>
  (names[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

async function judge(url: string, networks: readonly string[] = []): Promise<string> {
  try {
    await makeAllowedAddresses(networks, resolveHost).resolve(new URL(url));
    return "allowed";
  } catch (error) {
    if (error instanceof AddressRefused) return error.reason;
    throw error;
  }
}

test.each([
  ["https://public.example.com/hook", "allowed"],
  ["https://93.184.215.14/", "allowed"],
  ["https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "allowed"],
  ["http://public.example.com/hook", "unencrypted"],
  ["https://private.example.com/", "private"],
  ["https://both.example.com/", "private"],
  ["https://metadata.example.com/", "forbidden"],
  ["https://127.0.0.1/", "private"],
  ["https://2130706433/", "private"],
  ["https://0x7f.1/", "private"],
  ["https://0.0.0.0/", "private"],
  ["https://10.255.0.1/", "private"],
  ["https://172.16.0.1/", "private"],
  ["https://172.32.0.1/", "allowed"],
  ["https://192.168.0.1/", "private"],
  ["https://100.64.0.1/", "private"],
  ["https://224.0.0.1/", "private"],
  ["https://255.255.255.255/", "private"],
  ["https://[::1]/", "private"],
  ["https://[::]/", "private"],
  ["https://[::ffff:127.0.0.1]/", "private"],
  ["https://[::ffff:169.254.169.254]/", "forbidden"],
  ["https://[64:ff9b::7f00:1]/", "private"],
  ["https://[2002:7f00:1::]/", "private"],
  ["https://[fd12::1]/", "private"],
  ["https://[fe80::1]/", "forbidden"],
  ["https://169.254.170.2/", "forbidden"],
  ["https://100.100.100.200/", "forbidden"],
  ["https://168.63.129.16/", "forbidden"],
  ["https://[fd00:ec2::254]/", "forbidden"],
])("%s is %s", async (url, verdict) => {
  expect(await judge(url)).toBe(verdict);
});

test.each([
  ["http://private.example.com/", ["10.1.0.0/16"], "allowed"],
  ["https://private.example.com/", ["10.1.2.3"], "allowed"],
  ["http://private.example.com/", ["10.2.0.0/16"], "private"],
  ["http://127.0.0.1:9000/", ["127.0.0.0/8"], "allowed"],
  ["http://[::1]/", ["::1"], "allowed"],
  ["http://[::1]/", ["127.0.0.0/8"], "private"],
  ["http://169.254.169.254/", ["0.0.0.0/0"], "forbidden"],
  ["http://[::ffff:169.254.169.254]/", ["0.0.0.0/0", "::/0"], "forbidden"],
  ["http://metadata.example.com/", ["169.254.0.0/16"], "forbidden"],
  ["http://public.example.com/", ["93.184.215.0/24"], "unencrypted"],
])("%s with %s named is %s", async (url, networks, verdict) => {
  expect(await judge(url, networks)).toBe(verdict);
});

test("what does not resolve is no refusal: the resolver's own error comes through", async () => {
  const failing = makeAllowedAddresses([], async () => {
    throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
  });
  await expect(failing.resolve(new URL("https://nowhere.example.com/"))).rejects.toMatchObject({ code: "ENOTFOUND" });
});
