package dev.tidemark.serde.codec;

import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * Under which subject of the registry the schema of a topic's keys or values stands. The names and
 * the rules are those of Confluent's clients. Producers and consumers of one topic must agree.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public enum SubjectNameStrategy {
  /** {@code orders-key} and {@code orders-value}: one type a topic. The default. */
  TOPIC_NAME,
  /**
   * The full name of the record, e.g. {@code dev.tidemark.schemas.Order}: one history a type,
   * whatever topics it is in, and several types in a topic.
   */
  RECORD_NAME,
  /**
   * {@code orders-dev.tidemark.schemas.Order}: several types in a topic, and each topic has a
   * history of its own.
   */
  TOPIC_RECORD_NAME;

  /** The subject of a schema among the keys of a topic. */
  public String ofKey(String topic, Schema schema) {
    return subject(topic, "key", schema);
  }

  /** The subject of a schema among the values of a topic. */
  public String ofValue(String topic, Schema schema) {
    return subject(topic, "value", schema);
  }

  private String subject(String topic, String side, Schema schema) {
    return switch (this) {
      case TOPIC_NAME -> topic + "-" + side;
      case RECORD_NAME -> schema.getFullName();
      case TOPIC_RECORD_NAME -> topic + "-" + schema.getFullName();
    };
  }
}
