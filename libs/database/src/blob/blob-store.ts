/** Bytes of a blob that is gone, or shorter than its reader was told: it was replaced while being read. */
export class BlobGoneError extends Error {}

/**
 * Where file bytes live. A blob is written once under a fresh id and never changed, so what a reader was told
 * about it (size, etag) stays true for as long as the blob is there. Who owns a blob is for the rows that hold
 * its id to say: ids come from such a row only, never from a request.
 */
export abstract class BlobStore {
  /**
   * Stores the bytes of a new blob.
   * @param blobId fresh UUID
   * @returns number of bytes stored
   */
  abstract put(blobId: string, source: Uint8Array | AsyncIterable<Uint8Array>): Promise<number>;

  /**
   * Reads a slice, piece by piece; only the part of the blob that the slice needs is fetched.
   * @param offset first byte, from 0
   * @param length number of bytes; the slice must lie inside the blob
   * @throws BlobGoneError if the blob does not hold these bytes (any more)
   */
  abstract read(blobId: string, offset: number, length: number): AsyncIterable<Uint8Array>;

  /** Removes a blob; one that does not exist is no error. */
  abstract delete(blobId: string): Promise<void>;

  /** As `read`, in one piece. */
  async readAll(blobId: string, offset: number, length: number): Promise<Buffer> {
    // Filled as the pieces come: joining them at the end would take long in one go.
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    for await (const piece of this.read(blobId, offset, length)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }
}
