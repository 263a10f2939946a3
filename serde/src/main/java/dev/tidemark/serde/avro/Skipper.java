package dev.tidemark.serde.avro;

/** Passes over one value of a writer's type, making nothing of it. */
interface Skipper {

  /**
   * Moves the input behind the value.
   *
   * @throws Undecodable when the bytes are not such a value
   */
  void skip(AvroInput in);
}
