import { formatAddress, mappedIPv4, parseAddress } from "../address.ts";
import { AddressRange } from "../cidr.ts";
import type { InvalidTextFields } from "../entry.ts";

/** Whose logins are wanted: those that all of these fit. */
export interface LoginFilter {
  /** Login name, or the name that was tried, as the record has it. */
  readonly user?: string;
  /** Name or address of the remote host, as the record has it. */
  readonly host?: string;
  /**
   * Address of the remote host, or a range as `192.0.2.0/24` or `2001:db8::/32`. It is compared
   * with the address of the record or, where there is none, with a host that is an address.
   */
  readonly address?: string;
  /** Terminal, with or without `/dev/`; of sshd's failed logins `ssh:notty`. */
  readonly line?: string;
}

/** Who logged in from where, as an entry and a session have it. */
interface LoginText extends InvalidTextFields {
  readonly user: string;
  readonly line: string;
  readonly host: string;
  readonly address: string | null;
}

/**
 * The test of a filter.
 *
 * @throws RangeError if `address` is no address or range
 */
export function loginTest(filter: LoginFilter): (login: LoginText) => boolean {
  const { user, host } = filter;
  const line = filter.line === undefined ? undefined : bareLine(filter.line);
  const range = filter.address === undefined ? null : AddressRange.parse(filter.address);
  return (login) => {
    if (user !== undefined && !isText(login.user, login.userBytes, user)) return false;
    if (host !== undefined && !isText(login.host, login.hostBytes, host)) return false;
    if (line !== undefined && !isText(bareLine(login.line), login.lineBytes, line)) return false;
    return range === null || range.hasText(addressOf(login) ?? "");
  };
}

/** Where a login came from: the record's address, or its host where that is one. */
export function addressOf({ address, host }: Pick<LoginText, "address" | "host">): string | null {
  if (address !== null || !/^[0-9a-f]*[.:]/i.test(host)) return address;
  const octets = parseAddress(host);
  return octets === null ? null : formatAddress(mappedIPv4(octets) ?? octets);
}

/** What is no valid text is none that can be asked for, whatever stands for its bytes. */
function isText(text: string, hex: string | undefined, wanted: string): boolean {
  return hex === undefined && text === wanted;
}

function bareLine(line: string): string {
  return line.startsWith("/dev/") ? line.slice("/dev/".length) : line;
}
