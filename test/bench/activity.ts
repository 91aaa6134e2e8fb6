import type { Contents } from "./checksum.ts";
import { pick, randomNumbers, take, type Below } from "./random.ts";

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
const ATTACKERS = 500_000;
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
  id: "",
  user: "",
  host: "",
  device: null,
  exit: { termination: 0, exit: 0 },
  address: null,
  octets: new Uint8Array(16),
  isUserProcess: false,
} as const;

/** Records without end, the same each time. */
export type Activity = Generator<Written, never, undefined>;

/** What happens on a busy machine with terminals, which people come to from some hosts. */
export function activity(): Activity {
  const hosts = Array.from({ length: HOSTS }, (_, i) => makeHost(i));
  return logins((below) => pick(hosts, below));
}

/** The same where nobody comes from a host twice. */
export function strangers(): Activity {
  let count = 0;
  return logins(() => makeHost(count++));
}

/** Failed logins from many addresses. */
export function* attacks(): Activity {
  const below = randomNumbers(SEED);
  const users = userNames();
  for (let micros = START, pid = 1000; ; micros += 1 + below(MOST_MICROS_BETWEEN / 60)) {
    pid = (pid + 1 + below(3)) % MAX_PID;
    const octets = new Uint8Array(16);
    const number = below(ATTACKERS);
    octets.set([20 + (number >> 16), (number >> 8) & 0xff, number & 0xff, 1 + (number % 250)]);
    const address = octets.subarray(0, 4).join(".");
    const device = null;
    const of = { host: address, address, octets, line: "ssh:notty", device };
    const user = pick(users, below);
    yield {
      ...NOTHING,
      ...of,
      type: "LOGIN_PROCESS",
      typeCode: 6,
      pid,
      sid: pid,
      user,
      ...at(micros),
    };
  }
}

/** Sessions as those of an FTP server: a new line each, and its logout soon after. */
export function* transfers(): Activity {
  const below = randomNumbers(SEED);
  const users = userNames();
  for (let micros = START, pid = 1000; ; pid++) {
    const line = `ftpd${pid}`;
    micros += 1 + below(MOST_MICROS_BETWEEN);
    yield login({ line, pid }, pick(users, below), makeHost(below(HOSTS)), micros);
    micros += 1 + below(MOST_MICROS_BETWEEN);
    yield logout({ line, pid }, false, micros);
  }
}

function userNames(): string[] {
  return Array.from({ length: USERS }, (_, i) => `${"abcdefgh"[i % 8]}user${i}`);
}

function* logins(nextHost: (below: Below) => Host): Activity {
  const below = randomNumbers(SEED);
  const users = userNames();
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
      yield login(session, pick(users, below), nextHost(below), micros);
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
    ...at(micros),
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
    ...at(micros),
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
    ...at(micros),
    exit: isKilled ? { termination: 15, exit: 1 } : NOTHING.exit,
  };
}

function at(micros: number): Pick<Written, "time" | "micros"> {
  return { time: new Date(Math.floor(micros / 1000)), micros };
}

/** Every third host has IPv6, and every second a name. */
function makeHost(i: number): Host {
  const octets = new Uint8Array(16);
  let address: string;
  if (i % 3 === 0) {
    // No group is zero: nothing of the text is left out.
    const [high, low] = [1 + (i >> 14), i & 0x3fff];
    const groups = [0x2001, 0xdb8, high, 0xa000 + low, 0xf00d, 0x8000 + low, 0xbeef, 1 + low];
    groups.forEach((group, index) => octets.set([group >> 8, group & 0xff], 2 * index));
    address = groups.map((group) => group.toString(16)).join(":");
  } else {
    octets.set([10 + (i >> 16), i % 5, (i >> 8) & 0xff, i & 0xff]);
    address = octets.subarray(0, 4).join(".");
  }
  return { name: i % 2 === 0 ? `host-${i}.example.net` : address, address, octets };
}
