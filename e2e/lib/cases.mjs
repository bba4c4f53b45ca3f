// A list of named cases, run one after the other because later ones build on what earlier ones did.

export class Cases {
  #cases = [];

  add(name, run) {
    this.#cases.push({ name, run });
  }

  /** Runs all, prints failures and the count, and gives the exit code. */
  async run() {
    let failed = 0;
    for (const { name, run } of this.#cases) {
      try {
        await run();
      } catch (error) {
        failed += 1;
        console.error(`FAILED: ${name}\n${error.stack ?? error}\n`);
      }
    }
    console.log(`${this.#cases.length - failed} passed, ${failed} failed`);
    return failed === 0 && this.#cases.length > 0 ? 0 : 1;
  }
}
