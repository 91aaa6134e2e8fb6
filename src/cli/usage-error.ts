/** A command line that can't be understood: exit code 2, with the usage. */
export class UsageError extends Error {
  static {
    this.prototype.name = "UsageError";
  }
}
