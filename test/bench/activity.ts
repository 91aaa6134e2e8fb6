import type { Contents } from "./checksum.ts";
import { pick, randomNumbers, take } from "./random.ts";

/** An entry as it is to be read, and its address as it is stored. */
export interface Written extends Contents {
  readonly octets: Uint8Array;
}

interface Host {
  readonly name: string;
  readonly address: string;
  readonly octets: Uint8Array;
}

interface Session {
  readonly line: string;
  readonly pid: number;
}

const SEED = 20260101;
const USERS = 500;
const HOSTS = 2000;
const LINES = 200;
const START = Date.UTC(2022, 0, 1) * 1000;
const MOST_MICROS_BETWEEN = 60e6;
const RECORDS_BETWEEN_BOOTS = 4000;
const BOOTS_TO_A_CRASH = 4;
const LOGOUTS_TO_A_KILL = 20;
const MAX_PID = 4194304;
const KERNEL = "6.1.0-41-amd64";

/** What is not said of a record. */
const NOTHING = {
  pid: 0,
  sid: 0,
  user: "",
  host: "",
  device: null,
  exit: { termination: 0, exit: 0 },
  address: null,
  octets: new Uint8Array(16),
  isUserProcess: false,
} as const;

/** What happens on a busy machine with terminals, without end; the same each time. */
export function* activity(): Generator<Written, never, undefined> {
  const below = randomNumbers(SEED);
  const users = Array.from({ length: USERS }, (_, i) => `${"abcdefgh"[i % 8]}user${i}`);
  const hosts = Array.from({ length: HOSTS }, (_, i) => makeHost(i));
  const lines = Array.from({ length: LINES }, (_, i) => `pts/${i}`);
  let free = [...lines];
  let sessions: Session[] = [];
  let micros = START;
  let pid = 1000;
  yield systemRecord("BOOT_TIME", micros);
  for (;;) {
    micros += 1 + below(MOST_MICROS_BETWEEN);
    if (below(RECORDS_BETWEEN_BOOTS) === 0) {
      // A crash leaves no record of itself.
      if (below(BOOTS_TO_A_CRASH) > 0) yield systemRecord("RUN_LVL", micros);
      micros += 1 + below(MOST_MICROS_BETWEEN);
      yield systemRecord("BOOT_TIME", micros);
      free = [...lines];
      sessions = [];
      pid = 1000;
    } else if (below(LINES) >= sessions.length) {
      pid = (pid + 1 + below(40)) % MAX_PID;
      const session = { line: take(free, below), pid };
      sessions.push(session);
      yield login(session, pick(users, below), pick(hosts, below), micros);
    } else {
      const session = take(sessions, below);
      free.push(session.line);
      yield logout(session, below(LOGOUTS_TO_A_KILL) === 0, micros);
    }
  }
}

function systemRecord(type: "BOOT_TIME" | "RUN_LVL", micros: number): Written {
  return {
    ...NOTHING,
    type,
    typeCode: type === "BOOT_TIME" ? 2 : 1,
    id: "~~",
    user: type === "BOOT_TIME" ? "reboot" : "shutdown",
    line: "~",
    host: KERNEL,
    time: dateOf(micros),
    micros,
  };
}

function login({ line, pid }: Session, user: string, host: Host, micros: number): Written {
  return {
    ...NOTHING,
    type: "USER_PROCESS",
    typeCode: 7,
    pid,
    sid: pid,
    id: line.slice(-4),
    user,
    line,
    host: host.name,
    device: `/dev/${line}`,
    time: dateOf(micros),
    micros,
    address: host.address,
    octets: host.octets,
    isUserProcess: true,
  };
}

function logout({ line, pid }: Session, isKilled: boolean, micros: number): Written {
  return {
    ...NOTHING,
    type: "DEAD_PROCESS",
    typeCode: 8,
    pid,
    id: line.slice(-4),
    line,
    device: `/dev/${line}`,
    time: dateOf(micros),
    micros,
    exit: isKilled ? { termination: 15, exit: 1 } : NOTHING.exit,
  };
}

function dateOf(micros: number): Date {
  return new Date(Math.floor(micros / 1000));
}

/** Every third host has IPv6, and every second a name. */
function makeHost(i: number): Host {
  const octets = new Uint8Array(16);
  let address: string;
  if (i % 3 === 0) {
    // No group is zero: nothing of the text is left out.
    const groups = [0x2001, 0xdb8, 1 + (i % 7), 0xa000 + i, 0xf00d, 0x8000 + i, 0xbeef, 1 + i];
    groups.forEach((group, at) => octets.set([group >> 8, group & 0xff], 2 * at));
    address = groups.map((group) => group.toString(16)).join(":");
  } else {
    octets.set([10, i % 5, i >> 8, i & 0xff]);
    address = octets.subarray(0, 4).join(".");
  }
  return { name: i % 2 === 0 ? `host-${i}.example.net` : address, address, octets };
}
