package dev.tidemark.serde.avro;

import org.jspecify.annotations.Nullable;

/** Reads one value of a writer's type as the reader's type. Belongs to one thread. */
interface ValueReader {

  /**
   * Reads from the position of the input to the end of the value.
   *
   * @throws Undecodable when the bytes are not such a value
   */
  @Nullable Object read(AvroInput in);
}
