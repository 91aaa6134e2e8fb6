import type { Random } from "./foreign-structs.ts";

/** What can happen on a machine that its writers record. */
export type Happening =
  | "boot"
  | "down"
  | "run-level"
  | "service"
  | "getty"
  | "login"
  | "logout"
  | "old-time"
  | "new-time"
  | "failure";

/** Something that happened, whatever the system makes of it. */
export interface Event {
  readonly what: Happening;
  readonly seconds: number;
  readonly microseconds: number;
  readonly user: Uint8Array;
  /** Terminal, without a system's way of naming it. */
  readonly terminal: Terminal;
  readonly host: Uint8Array;
  /** Of {@link host}: 4 or 16 octets in network order, or none. */
  readonly octets: readonly number[];
  readonly pid: number;
  readonly status: readonly [termination: number, exit: number];
}

export interface Terminal {
  readonly kind: "console" | "virtual" | "serial" | "pseudo" | "x";
  readonly number: number;
}

/** A machine whose life is made up. */
export interface Machine {
  /** When it was there, in years. */
  readonly years: readonly [from: number, to: number];
  /** What its kernel calls itself, where writers record that. */
  readonly release: string;
  /** Whether its clock begins in 1970 at each boot, until it is set. */
  readonly hasNoClock?: boolean;
  /** Whether it is set back now and then. */
  readonly isSetBack?: boolean;
}

const NAMES =
  "root,root,root,alice,bob,carol,operator,www-data,oracle,db2inst1,postgres,jenkins,sysadmin,j.doe,m_mueller,Administrator,student01,ec2-user,pi,git,nagios,svc-backup-2019,user@example.com,averyveryverylongusernameof32char".split(
    ",",
  );
const HOSTS =
  "gateway,mail.example.com,localhost,laptop-7.lan,cpe-76-173-12-9.socal.res.example.net,dsl-host-with-a-name.that-is-quite-long.provider.example.org,vpn,pc42.cs.example.edu,:0,:0.0,:pts/0:S.0,tmux(4242).%0,10.0.0.7 via mosh [1977]".split(
    ",",
  );
const TYPED: readonly (string | readonly number[])[] = [
  "admin",
  "root",
  "test",
  "ubnt",
  "support",
  "oracle",
  "1234",
  "$(reboot)",
  "../../../etc/passwd",
  `\${jndi:ldap://x.example/a}`,
  "a\tb\r\n",
  "\x1b[2J\x1b[31mroot",
  "администратор",
  "管理员",
  "x".repeat(300),
  `${"é".repeat(15)}${"Q".repeat(300)}`,
  " ",
  "",
  "-froot",
  [0x16, 0x03, 0x01, 0x02, 0xff, 0x01],
  [0xe0, 0xe4, 0xec, 0xe8, 0xed],
  [0xff, 0xfe, 0x41],
];

/** Bytes of text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Goes on for ever: boots, logins, failures, in the order in which they are recorded. */
export function* life(random: Random, machine: Machine): Generator<Event, never, undefined> {
  const [from, to] = machine.years.map((year) => Date.UTC(year, 0) / 1000);
  let clock = random.int(from ?? 0, to ?? 0);
  let pid = 1;
  const open: { terminal: Terminal; pid: number }[] = [];
  const pace = 10 ** random.int(2, 5);
  const event = (what: Happening, more: Partial<Event> = {}): Event => {
    const about = more.terminal ?? { kind: "console", number: 0 };
    const base = { what, seconds: clock, microseconds: random.int(0, 999_999), terminal: about };
    const none = { user: utf8(""), host: utf8(""), octets: [], pid: 0, status: [0, 0] } as const;
    return { ...base, ...none, ...more };
  };
  for (;;) {
    open.length = 0;
    pid = random.int(200, 3000);
    const release = utf8(machine.release);
    const real = clock;
    if (machine.hasNoClock === true) clock = random.int(2, 40);
    yield event("boot", { host: release });
    clock += random.int(1, 20);
    if (random.chance(0.7)) yield event("run-level", { host: release, pid: 0x3500 + 0x33 });
    for (let i = random.int(0, 4); i > 0; i--) {
      pid += random.int(1, 9);
      yield event("service", {
        pid,
        host: release,
        user: utf8(random.pick(["si", "rc3", "cron"])),
      });
    }
    for (let i = random.int(1, 6); i > 0; i--) {
      pid += random.int(1, 9);
      const kind = random.chance(0.2) ? "serial" : "virtual";
      yield event("getty", { pid, terminal: { kind, number: i } });
    }
    if (machine.hasNoClock === true) clock = real + random.int(30, 90);
    for (let i = random.int(2, 60); i > 0; i--) {
      clock += Math.floor(-Math.log(1 - random.next()) * pace);
      if (machine.isSetBack === true && random.chance(0.05)) clock -= random.int(100, 90_000);
      pid = 300 + ((pid + random.int(1, 900)) % 32_000);
      if (random.chance(0.02)) {
        yield event("old-time");
        clock += random.int(-3600, 3600);
        yield event("new-time");
      }
      const left = random.chance(0.45) ? open.splice(random.int(0, open.length), 1)[0] : undefined;
      if (left !== undefined) {
        const status = random.chance(0.2) ? ([random.int(0, 15), random.int(0, 2)] as const) : null;
        yield event("logout", { ...left, ...(status !== null && { status }) });
        continue;
      }
      const terminal = terminalOf(random, open.length);
      const [host, octets] = whereFrom(random, terminal);
      open.push({ terminal, pid });
      yield event("login", { user: utf8(random.pick(NAMES)), terminal, host, octets, pid });
    }
    if (random.chance(0.7)) yield event("down", { host: release });
    clock += random.int(20, 400);
  }
}

/** Logins that were refused, most from the internet. */
export function* failures(random: Random, machine: Machine): Generator<Event, never, undefined> {
  const [from, to] = machine.years.map((year) => Date.UTC(year, 0) / 1000);
  let clock = random.int(from ?? 0, to ?? 0);
  for (;;) {
    clock += random.chance(0.7) ? random.int(0, 9) : random.int(10, 5000);
    const typed = random.pick(TYPED);
    const user = typeof typed === "string" ? utf8(typed) : Uint8Array.from(typed);
    const isLocal = random.chance(0.03);
    const terminal = { kind: isLocal ? "virtual" : "pseudo", number: random.int(0, 4) } as const;
    const [host, octets] = isLocal ? [utf8(""), []] : address(random);
    const base = { what: "failure", seconds: clock, microseconds: 0, status: [0, 0] } as const;
    yield { ...base, user, terminal, host, octets, pid: random.int(300, 32_000) };
  }
}

/** Who last logged in, by uid: few of many, and some far away. */
export function uids(random: Random, count: number, isFar: boolean): number[] {
  if (isFar) return [random.pick([65_534, 30_001, 99_999, 1_000_512])];
  const all = new Set(random.chance(0.6) ? [0] : []);
  const first = random.pick([100, 500, 1000, 1001]);
  const step = count > 100 ? 2 : 40;
  while (all.size < count) all.add(first + random.int(0, count * step));
  return [...all].slice(0, count).sort((a, b) => a - b);
}

function terminalOf(random: Random, used: number): Terminal {
  const share = random.next();
  const kind = share < 0.6 ? "pseudo" : share < 0.75 ? "virtual" : share < 0.85 ? "serial" : "x";
  return { kind, number: kind === "pseudo" ? used : random.int(0, 5) };
}

function whereFrom(random: Random, { kind }: Terminal): [Uint8Array, readonly number[]] {
  if (kind === "x") return [utf8(random.pick([":0", ""])), []];
  if (kind !== "pseudo") return [utf8(""), []];
  if (random.chance(0.5)) return address(random);
  const isResolved = random.chance(0.5);
  return [utf8(random.pick(HOSTS)), isResolved ? [10, ...random.bytes(3)] : []];
}

function address(random: Random): [Uint8Array, readonly number[]] {
  if (random.chance(0.85)) {
    const octets = [random.int(1, 223), ...random.bytes(3)];
    return [utf8(octets.join(".")), octets];
  }
  const groups = [0x2001, 0xdb8, ...Array.from({ length: 6 }, () => random.int(1, 0xffff))];
  const text = groups.map((group) => group.toString(16)).join(":");
  return [utf8(text), groups.flatMap((group) => [group >> 8, group & 0xff])];
}
