import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** An address a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where a webhook may go to. */
export interface AllowedAddresses {
  /**
   * Finds the addresses of a URL's host.
   *
   * @throws AddressRefused when one of them is not allowed, or plain http would leave the networks that were named
   * @throws what the resolver throws, with its `code`
   */
  resolve(url: URL): Promise<readonly ResolvedAddress[]>;
}

/** The address is not one that may be told anything. */
export class AddressRefused extends Error {
  readonly reason: "private" | "forbidden" | "unencrypted";
  readonly address: string;

  constructor(reason: AddressRefused["reason"], address: string) {
    super(`${address} is refused: ${reason}`);
    this.name = "AddressRefused";
    this.reason = reason;
    this.address = address;
  }
}

/**
 * Never, even where somebody names them: what a cloud tells its machines about themselves, secrets included. Link-local (169.254.169.254 of
 * most clouds, fe80::/10), and those of Alibaba Cloud, Azure, Oracle Cloud, AWS and Google Cloud that are elsewhere.
 */
const FORBIDDEN = [
  ...["169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"],
  ...["fe80::/10", "fd00:ec2::/32", "fd20:ce::/32"],
];

/** Not of the public Internet (RFC 6890): this machine, private networks, translations that hide an address, multicast, reserved. */
const PRIVATE = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"],
  ...["fc00::/7", "fec0::/10", "ff00::/8"],
];

const forbidden = blockListOf(FORBIDDEN);
const notPublic = blockListOf(PRIVATE);

/**
 * Makes the rule: public addresses by https, and those of the networks that were named by http as well.
 *
 * @param privateNetworks addresses and networks (CIDR) of our own that may be told things
 * @param resolveHost asked for every address of a name
 */
export function makeAllowedAddresses(
  privateNetworks: readonly string[],
  resolveHost: (host: string) => Promise<readonly ResolvedAddress[]> = resolveAll,
): AllowedAddresses {
  const named = blockListOf(privateNetworks);
  return {
    async resolve(url) {
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      const family = isIP(host);
      const addresses =
        family === 0
          ? await resolveHost(host)
          : [{ address: host, family: family === 4 ? (4 as const) : (6 as const) }];
      // One that is not allowed is enough: who answers differently each time must not get through now and then.
      for (const { address, family } of addresses) {
        const kind = family === 4 ? "ipv4" : "ipv6";
        if (forbidden.check(address, kind)) throw new AddressRefused("forbidden", address);
        if (named.check(address, kind)) continue;
        if (notPublic.check(address, kind)) throw new AddressRefused("private", address);
        if (url.protocol !== "https:") throw new AddressRefused("unencrypted", address);
      }
      return addresses;
    },
  };
}

async function resolveAll(host: string): Promise<readonly ResolvedAddress[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 4 ? 4 : 6 }));
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    list.addSubnet(address, prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix), family);
  }
  return list;
}
