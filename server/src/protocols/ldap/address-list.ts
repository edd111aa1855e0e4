import { BlockList, isIP } from "node:net";

/** Whether an address is on a list. */
export type AddressList = (address: string) => boolean;

/** Reads addresses and networks separated by commas, such as `10.0.0.0/8, ::1`. An IPv4 address counts in its IPv6 form as well. */
export function makeAddressList(text: string): AddressList {
  const list = new BlockList();
  for (const item of text.split(",")) {
    const [address = "", prefix] = item.trim().split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
