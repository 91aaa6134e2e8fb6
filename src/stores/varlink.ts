import { StoreError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { LocalSocket } from "../platform.ts";

/** Twice what varlink of systemd sends at most. */
const MAX_ANSWER_BYTES = 2 ** 25;

const FIRST_BYTES = 2 ** 16;

/** As much of a service's text as a message quotes. */
const MAX_QUOTED = 200;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A service answered a call with an error of its own. */
export class VarlinkError extends StoreError {
  /** The error's name, as `org.varlink.service.MethodNotFound`. */
  readonly error: string;
  readonly parameters: JsonObject;

  constructor(message: string, error: string, parameters: JsonObject) {
    super(message);
    this.error = error;
    this.parameters = parameters;
  }
}

/**
 * Calls a method of a service once: https://varlink.org/Method-Call.
 *
 * @returns the answer's parameters, of which nothing is known yet
 * @throws {@link VarlinkError} if the service answers with an error; {@link StoreError} if it gives
 *   no answer, or what is none
 */
export function callVarlink(
  socket: LocalSocket,
  method: string,
  parameters: object = {},
): JsonObject {
  const action = `Cannot call "${method}"`;
  socket.send(new TextEncoder().encode(`${JSON.stringify({ method, parameters })}\0`));
  const answer = parse(receiveMessage(socket, action), action);
  if (!isObject(answer)) throw new StoreError(`${action}: the answer is no object`);
  const { error = null, parameters: given = {} } = answer;
  if (!isObject(given)) throw new StoreError(`${action}: the answer's parameters are no object`);
  if (error === null) return given;
  if (typeof error !== "string") throw new StoreError(`${action}: the answer's error has no name`);
  throw new VarlinkError(`${action}: ${describe(error, given)}`, error, given);
}

/** The bytes up to a NUL, without it. What follows is no part of the answer. */
function receiveMessage(socket: LocalSocket, action: string): Uint8Array {
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  while (length < MAX_ANSWER_BYTES) {
    if (length === bytes.length) bytes = new Uint8Array(bytes.buffer.transfer(2 * length));
    const free = bytes.subarray(length);
    const count = socket.receive(free);
    if (count === 0) {
      throw new StoreError(`${action}: the answer ends after ${length} bytes, without a NUL`);
    }
    const end = free.subarray(0, count).indexOf(0);
    if (end >= 0) return bytes.subarray(0, length + end);
    length += count;
  }
  throw new StoreError(`${action}: ${length} bytes came, and no NUL that ends the answer`);
}

function parse(message: Uint8Array, action: string): unknown {
  let text: string;
  try {
    text = utf8.decode(message);
  } catch (cause) {
    throw new StoreError(`${action}: the answer is not valid UTF-8`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StoreError(`${action}: the answer is no JSON`, { cause });
  }
}

function describe(error: string, { ErrorMsg: reason }: JsonObject): string {
  const text = `the service answered ${quoted(error)}`;
  return typeof reason === "string" ? `${text}, ${quoted(reason)}` : text;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
