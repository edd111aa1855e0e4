import { errorFamily } from "./entry.ts";

/** Webhooks: refusals, and why a delivery did not arrive. */
export const webhookErrors = errorFamily({
  webhook_not_found: {
    status: 404,
    title: "No such webhook",
    message: "There is no webhook with this id.",
    cause: "It was deleted, or the id is mistyped.",
    cure: "Look it up in the list of webhooks.",
  },
  webhook_delivery_not_found: {
    status: 404,
    title: "No such delivery",
    message: "This webhook has no delivery with this id that can be sent again.",
    cause: "It is older than thirty days, it is a trial, or it is being sent at this moment.",
    cure: "Look it up in the webhook's list of deliveries.",
  },
  webhook_url_refused: {
    status: 422,
    title: "The address may not be told anything",
    message: "{url} is refused[: it stands for {address}]: {reason}.",
    cause:
      "private: an address of a private network that `webhooks.private_networks` does not name; unencrypted: http outside of those; forbidden: an address clouds keep for themselves; credentials: a name or password in the URL.",
    cure: "Use an https address of the Internet, or name the receiver's network in `webhooks.private_networks`.",
  },
  webhook_limit_reached: {
    status: 409,
    title: "There are enough webhooks",
    message: "There are {limit} webhooks already.",
    cause: "Every change is kept once for each webhook that wants it, so their number is limited.",
    cure: "Delete one that nobody needs, or let one receiver hand events on.",
  },
  webhook_disabled: {
    status: 409,
    title: "The webhook is switched off",
    message: "The webhook is switched off, so nothing can be sent again.",
    cause: "An operator switched it off, or nothing had arrived for days.",
    cure: "Switch it on first.",
  },
  webhook_answered: {
    status: 200,
    title: "The receiver refused it",
    message: "The receiver answered with status {status}.",
    cause: "Only an answer from 200 to 299 counts as received; redirects are not followed.",
    cure: "Look into the receiver's log; the beginning of its answer is kept with the delivery.",
  },
  webhook_timed_out: {
    status: 200,
    title: "The receiver did not answer in time",
    message: "There was no answer within {seconds} seconds.",
    cause: "The receiver works before it answers, or a firewall drops the connection.",
    cure: "Let the receiver answer first and work afterwards; check firewalls.",
  },
  webhook_unreachable: {
    status: 200,
    title: "The receiver cannot be reached",
    message: "No connection could be made: {reason}.",
    cause: "The name does not resolve, the port is closed, or the connection broke.",
    cure: "Check the URL and that the receiver runs and can be reached from this server.",
  },
  webhook_certificate_invalid: {
    status: 200,
    title: "The receiver's certificate is not valid",
    message: "The certificate is not trusted: {reason}.",
    cause: "It is self-signed, expired, for another name, or signed by an authority this machine does not know.",
    cure: "Give the receiver a valid certificate, or let Node trust your authority with NODE_EXTRA_CA_CERTS.",
  },
  webhook_address_private: {
    status: 200,
    title: "The address is private",
    message: "{address} is an address of a private network, which webhooks may not be sent to.",
    cause: "The receiver's name stands for an address that `webhooks.private_networks` does not name.",
    cure: "Name the receiver's network in `webhooks.private_networks` and restart.",
  },
  webhook_address_forbidden: {
    status: 200,
    title: "The address is never allowed",
    message: "{address} is where clouds tell machines their secrets; nothing is ever sent there.",
    cause: "The receiver's name stands for a link-local or metadata address.",
    cure: "Correct the receiver's URL or its name's entry in the DNS.",
  },
  webhook_address_unencrypted: {
    status: 200,
    title: "The address needs https",
    message: "{address} is outside of the networks that may be told things by http.",
    cause: "What is sent would cross other networks readable by others.",
    cure: "Use https, or name the receiver's network in `webhooks.private_networks`.",
  },
  webhook_gone: {
    status: 200,
    title: "The receiver wants no more",
    message: "The receiver answered 410, so the webhook was switched off.",
    cause: "With status 410 a receiver says that it is gone for good.",
    cure: "Delete the webhook, or correct its URL and switch it on.",
  },
  webhook_given_up: {
    status: 200,
    title: "Nothing arrived for days",
    message: "Nothing has arrived for {days} days, so the webhook was switched off.",
    cause: "The receiver was away or refused everything; the deliveries tell which.",
    cure: "Mend the receiver, send a trial, switch the webhook on and replay what failed.",
  },
});
