// What one execution did and cost, counted as it goes.

export class Tally {
  readonly #calls: Record<string, number> = {};
  readonly #lines: string[] = [];
  readonly #traffic = { fetches: 0, sent: 0, received: 0 };
  #cells = 0;
  #heapBytes = 0;

  call(name: string, cells = 0): void {
    this.#calls[name] = (this.#calls[name] ?? 0) + 1;
    this.#cells += cells;
  }

  line(text: string): void {
    this.#lines.push(text);
  }

  fetch(sent: number, received: number): void {
    this.#traffic.fetches += 1;
    this.#traffic.sent += sent;
    this.#traffic.received += received;
  }

  heap(bytes: number): void {
    this.#heapBytes = Math.max(this.#heapBytes, bytes);
  }

  /** As the log has it. */
  get figures() {
    return {
      calls: Object.values(this.#calls).reduce((sum, count) => sum + count, 0),
      callsByName: { ...this.#calls },
      cells: this.#cells,
      fetches: this.#traffic.fetches,
      bytesSent: this.#traffic.sent,
      bytesReceived: this.#traffic.received,
      heapMb: Math.round((this.#heapBytes / MB) * 10) / 10,
      lines: [...this.#lines],
    };
  }
}

const MB = 1024 * 1024;
