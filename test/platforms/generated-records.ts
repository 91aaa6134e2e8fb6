import fc from "fast-check";
import {
  sizeOf,
  type AddressField,
  type BytesField,
  type IntegerField,
  type LastlogLayout,
  type UtmpLayout,
} from "../../src/layout.ts";

const AF_INET = 2;

type Numbers<Name extends string> = Readonly<Record<Name, bigint>>;
type Texts<Name extends string> = Readonly<Record<Name, string>>;

export interface GeneratedLogin {
  readonly numbers: Numbers<
    "type" | "pid" | "session" | "termination" | "exit" | "seconds" | "microseconds" | "count"
  >;
  readonly text: Texts<"id" | "user" | "line" | "host">;
  readonly address: Uint8Array;
}

export interface GeneratedLastLogin {
  readonly numbers: Numbers<"seconds" | "microseconds">;
  readonly text: Texts<"user" | "line" | "host">;
}

/** Any number that the field holds, its ends among them; 0 where there is no field. */
function integers(field: IntegerField | null): fc.Arbitrary<bigint> {
  if (field === null) return fc.constant(0n);
  const bits = 8n * BigInt(sizeOf(field));
  const isUnsigned = field.kind.startsWith("u");
  const min = isUnsigned ? 0n : -(2n ** (bits - 1n));
  const max = isUnsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
  return fc.oneof(
    fc.bigInt({ min, max }),
    fc.bigInt({ min: 0n, max: 12n }),
    fc.constantFrom(min, max),
  );
}

/** Microseconds of a second, and a few that are none; any since 1970 where there are no seconds. */
function microseconds(
  fields: UtmpLayout["fields"] | LastlogLayout["fields"],
): fc.Arbitrary<bigint> {
  const any = integers(fields.microseconds);
  if (fields.seconds === null || fields.microseconds === null) return any;
  return fc.oneof({ weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 999_999n }) }, any);
}

/** Text of any length up to the whole field, as UTF-8 without a NUL. */
function texts(field: BytesField | null, ...words: string[]): fc.Arbitrary<string> {
  if (field === null) return fc.constant("");
  const { length } = field;
  const wide = "é".repeat(Math.floor(length / 2)) + "y".repeat(length % 2);
  const full = fc.constantFrom("x".repeat(length), wide);
  const any = fc
    .oneof(fc.string({ unit: "binary", maxLength: length }), full, fc.constantFrom("", ...words))
    .map((text) => text.replaceAll("\0", ""));
  return any.filter((text) => Buffer.byteLength(text) <= length);
}

/** The bytes of an address field: a socket address of any family, or octets. */
function addresses(field: AddressField | null): fc.Arbitrary<Uint8Array> {
  if (field === null) return fc.constant(new Uint8Array(0));
  const { length, inet6 } = field;
  const octets = fc.oneof(
    fc.uint8Array({ minLength: length, maxLength: length }),
    fc.uint8Array({ minLength: 4, maxLength: 4 }).map((head) => padded(head, 0, length)),
    fc.constant(new Uint8Array(length)),
  );
  if (inet6 === null) return octets;
  const families = fc.constantFrom(0, AF_INET, 10, 24, 26, 28, 30);
  const mapped = fc
    .uint8Array({ minLength: 6, maxLength: 6 })
    .map((tail) => padded(tail.fill(0xff, 0, 2), 18, length));
  return fc.tuple(families, fc.oneof(octets, mapped)).map(([family, bytes]) => {
    return bytes.with(1, family);
  });
}

/** Bytes somewhere in a field of zeros. */
export function padded(bytes: Uint8Array, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const field = new Uint8Array(length);
  field.set(bytes, offset);
  return field;
}

/** Values of all fields of a layout; of those that it has not, nothing. */
export function utmpRecords({ fields }: UtmpLayout): fc.Arbitrary<GeneratedLogin> {
  return fc.record({
    numbers: fc.record({
      type: "named" in fields.type ? fc.constant(0n) : integers(fields.type),
      pid: integers(fields.pid),
      session: integers(fields.session),
      termination: integers(fields.termination),
      exit: integers(fields.exit),
      seconds: integers(fields.seconds),
      microseconds: microseconds(fields),
      count: integers(fields.count),
    }),
    text: fc.record({
      id: texts(fields.id),
      user: texts(fields.user, "reboot", "shutdown"),
      line: texts(fields.line, "~", "|", "{", "}"),
      host: texts(fields.host, "2001:db8::", "::1"),
    }),
    address: addresses(fields.address),
  });
}

/** The same for last logins. */
export function lastlogRecords({ fields }: LastlogLayout): fc.Arbitrary<GeneratedLastLogin> {
  return fc.record({
    numbers: fc.record({
      seconds: integers(fields.seconds),
      microseconds: microseconds(fields),
    }),
    text: fc.record({
      user: texts(fields.user),
      line: texts(fields.line),
      host: texts(fields.host),
    }),
  });
}
