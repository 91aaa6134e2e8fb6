import type {
  ConnectTimeListener,
  ConnectTimeProblem,
  ConnectTimes,
  NegativeTimeError,
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
  // Only where these are told is there something to say.
  readonly record?: NonNullable<ConnectTimeListener["record"]>;
  readonly charge?: NonNullable<ConnectTimeListener["charge"]>;
  readonly open?: NonNullable<ConnectTimeListener["open"]>;
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
    if (!said.debug) return;
    this.record = (entry, taken) => {
      for (const line of recordLines(entry, taken, zone)) say(line);
    };
    this.charge = (login, seconds, reason) => say(chargeLine(login, seconds, reason));
    this.open = (logins) => {
      for (const login of logins()) say(openLine(login, zone));
    };
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

  get #place(): ByteText {
    return `${byteText(this.#file)}:${this.#number}`;
  }
}
