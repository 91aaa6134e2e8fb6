import type { LoginRecord } from "../entry.ts";
import type { TextName } from "../field-readers.ts";
import { localIsoTime } from "../local-time.ts";
import { isoTime } from "../timestamp.ts";
import type { Zone } from "../zone.ts";
import { writeIsoTime } from "./iso-time.ts";
import { Piece, type Output } from "./output.ts";

/** Writes the values of fields in a format, safe to show; `null` is one that is not known. */
export abstract class FieldValues {
  protected readonly output: Output;
  readonly #zone: Zone | null;

  /** @param zone that of times; `null` for UTC */
  constructor(output: Output, zone: Zone | null) {
    this.output = output;
    this.#zone = zone;
  }

  /**
   * Writes the fields of a thing.
   *
   * @param fields the first of which all things have
   * @param besides what stands behind them
   * @param among the names of all that can be besides, in this order
   */
  abstract record<Of>(
    fields: readonly Field<Of>[],
    of: Of,
    besides: Besides,
    among: readonly string[],
  ): void;

  abstract none(): void;

  abstract text(text: string | null): void;

  /** Text that is met again and again. */
  abstract word(word: string | null): void;

  /** A text of a record, with its bytes where they are not valid UTF-8. */
  abstract recordText(record: LoginRecord, name: TextName): void;

  /** Begins a value of several: `null` is one without them. */
  abstract beginPart(part: FieldPart): void;

  abstract endParts(): void;

  /** @param parts how many there would be */
  abstract noParts(parts: number): void;

  protected abstract beginTime(): void;

  /** Ends a time of UTC. */
  protected abstract endTime(): void;

  integer(value: number | null): void {
    if (value === null) return this.none();
    // JavaScript rounds the digits of others.
    if (!Number.isSafeInteger(value)) {
      this.output.write(String(value));
      return;
    }
    if (value < 0) this.output.put(MINUS);
    this.output.writeNumber(Math.abs(value));
  }

  flag(value: boolean): void {
    this.output.put(value ? TRUE : FALSE);
  }

  /** Microseconds as seconds. */
  seconds(micros: number): void {
    const { output } = this;
    const size = Math.abs(micros);
    if (size >= MAX_EXACT) {
      output.write(String(micros / SECOND));
      return;
    }
    if (micros < 0) output.put(MINUS);
    const seconds = Math.floor(size / SECOND);
    output.writeNumber(seconds);
    writeFraction(output, size - seconds * SECOND, 6);
  }

  /** @param micros since 1970, exactly: the year of such a time has four digits */
  time(micros: number | null): void {
    if (micros === null) return this.none();
    if (this.#zone !== null) {
      this.#localTime(this.#zone, isoTime(new Date(Math.floor(micros / 1000)), micros));
      return;
    }
    const seconds = Math.floor(micros / SECOND);
    this.beginTime();
    writeIsoTime(this.output, seconds, micros - seconds * SECOND, ".");
    this.endTime();
  }

  /** A time of any year. */
  date(time: Date | null): void {
    if (time === null) return this.none();
    const utc = isoTime(time, null);
    if (this.#zone === null) this.text(utc);
    else this.#localTime(this.#zone, utc);
  }

  #localTime(zone: Zone, utc: string): void {
    this.text(localIsoTime(zone, utc));
  }
}

/** One of the values that a field has. */
export interface FieldPart {
  readonly isFirst: boolean;
  readonly name: string;
  /** What JSON has before it, once it was told. */
  json?: Piece;
}

const MINUS = new Piece("-");
const POINT = new Piece(".");
const TRUE = new Piece("true");
const FALSE = new Piece("false");
const SECOND = 1e6;
/** Of a number with more digits than so many it is not sure which are written. */
const MAX_EXACT = 1e15;

/** What is behind the point: no zero is at its end. */
function writeFraction(output: Output, fraction: number, digits: number): void {
  if (fraction === 0) return;
  if (fraction % 10 === 0) {
    writeFraction(output, fraction / 10, digits - 1);
    return;
  }
  output.put(POINT);
  output.writeNumber(fraction, digits);
}

type Teller<Of> = (values: FieldValues, of: Of) => void;

/**
 * A field, and how its value is told. Each is told on its own: one function with all of them takes
 * 20 MiB to compile.
 */
export interface Field<Of> {
  readonly name: string;
  /** Names of its columns in CSV: of several values, one each. */
  readonly columns: readonly string[];
  readonly tell: Teller<Of>;
  /** Whether a thing has it; `null` if all have. */
  readonly isIn: ((of: Of) => boolean) | null;
}

/** The name of one of several values, and how it is told. */
type Parted<Value> = readonly [name: keyof Value & string, tell: Teller<Value>];

/** Makes fields of things whose JSON is known: with its names, and no others. */
export class FieldMaker<Of, Json> {
  /** A field of one value. */
  one(name: keyof Json & string, tell: Teller<Of>, isIn: Field<Of>["isIn"] = null): Field<Of> {
    return { name, columns: [name], tell, isIn };
  }

  /**
   * A field of several values, each with a name of its own.
   *
   * @param valueOf `null` where there are none
   */
  several<Name extends keyof Json & string>(
    name: Name,
    valueOf: (of: Of) => Json[Name],
    tellers: readonly Parted<NonNullable<Json[Name]>>[],
  ): Field<Of> {
    const parts = tellers.map(([part, tell], i) => {
      const named: FieldPart = { isFirst: i === 0, name: part };
      return { part: named, tell };
    });
    return {
      name,
      columns: tellers.map(([part]) => `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}`),
      tell(values, of) {
        const value = valueOf(of);
        if (value === null || value === undefined) return values.noParts(parts.length);
        for (const { part, tell } of parts) {
          values.beginPart(part);
          tell(values, value);
        }
        values.endParts();
      },
      isIn: null,
    };
  }
}

/** What is told of a thing besides its fields. The names are ours. */
export type Besides = Readonly<Record<string, string | number | boolean | null>>;
