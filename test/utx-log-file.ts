/** Records of FreeBSD's utx.log as its libc writes them: each behind its length, cut at its zeros. */
export function utxLogFile(records: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(records.map((record) => frame(trim(record)))));
}

/** Any bytes behind their length. */
export function frame(bytes: Uint8Array, length: number = bytes.length): Uint8Array {
  return Uint8Array.of(length >> 8, length & 0xff, ...bytes);
}

function trim(record: Uint8Array): Uint8Array {
  let length = record.length;
  while (length > 0 && record[length - 1] === 0) length--;
  return record.subarray(0, length);
}
