import type { LoginRecord } from "../entry.ts";
import type { RecordType } from "../record-types.ts";
import type {
  ChargeReason,
  ConnectTimeListener,
  ConnectTimeProblem,
  ConnectTimes,
  NegativeTimeError,
  OpenLogin,
} from "../sessions/connect-time-events.ts";
import type { Zone } from "../zone.ts";
import { chargeLine, negativeLine, openLine, problemLine, recordLines } from "./ac-log.ts";
import { byteText, type ByteText } from "./byte-text.ts";

/** What is said besides the times. */
interface AcSaid {
  readonly problems: boolean;
  readonly debug: boolean;
}

/** Prints what happens while time is counted, in the words of GNU's ac(8). */
export class AcPrinter implements ConnectTimeListener {
  readonly #said: AcSaid;
  readonly #zone: Zone;
  readonly #print: (times: ConnectTimes) => void;
  readonly #say: (line: string) => void;
  #file = "";
  #number = 0;

  /**
   * @param print shows times
   * @param say shows a line that is about records
   */
  constructor(
    said: AcSaid,
    zone: Zone,
    print: (times: ConnectTimes) => void,
    say: (line: string) => void,
  ) {
    this.#said = said;
    this.#zone = zone;
    this.#print = print;
    this.#say = say;
  }

  /** @param name the file that the next records are from */
  startFile(name: string): void {
    this.#file = name;
    this.#number = 0;
  }

  /** Says of the next record that it is here. */
  startRecord(): void {
    this.#number++;
  }

  times(times: ConnectTimes): void {
    this.#print(times);
  }

  problem(problem: ConnectTimeProblem): void {
    if (this.#said.problems || this.#said.debug) {
      this.#say(problemLine(this.#place, problem, this.#zone));
    }
  }

  negative(error: NegativeTimeError): void {
    this.#say(negativeLine(this.#place, error));
  }

  record(entry: LoginRecord, taken: RecordType): void {
    if (!this.#said.debug) return;
    for (const line of recordLines(entry, taken, this.#zone)) this.#say(line);
  }

  charge(login: OpenLogin, seconds: number, reason: ChargeReason): void {
    if (this.#said.debug) this.#say(chargeLine(login, seconds, reason));
  }

  open(logins: () => readonly OpenLogin[]): void {
    if (!this.#said.debug) return;
    for (const login of logins()) this.#say(openLine(login, this.#zone));
  }

  get #place(): ByteText {
    return `${byteText(this.#file)}:${this.#number}`;
  }
}
