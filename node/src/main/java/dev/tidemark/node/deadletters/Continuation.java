package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The position where an answer stopped and the next continues: kept by the client, so that any node
 * can. It also has where the topics ended when the first was asked, so that what comes meanwhile (a
 * requeued record that fails again, for one) is not part of it, and there is an end.
 *
 * @param ends by topic and partition
 * @param topic the topic to continue with
 * @param partition its partition
 * @param offset the first offset that is not done
 */
record Continuation(
    Map<String, Map<Integer, Long>> ends, String topic, int partition, long offset) {

  Continuation {
    Map<String, Map<Integer, Long>> sorted = new TreeMap<>();
    ends.forEach((name, partitions) -> sorted.put(name, new TreeMap<>(partitions)));
    ends = sorted;
  }

  /** From the first record of all topics. */
  static Continuation begin(Map<String, Map<Integer, Long>> ends) {
    return new Continuation(ends, "", -1, 0);
  }

  Continuation at(String nextTopic, int nextPartition, long nextOffset) {
    return new Continuation(ends, nextTopic, nextPartition, nextOffset);
  }

  /** Returns whether a partition is done. */
  boolean isBehind(String other, int otherPartition) {
    int order = topic.compareTo(other);
    return order > 0 || (order == 0 && partition > otherPartition);
  }

  /** Returns the offset at which to begin in a partition. */
  long from(String other, int otherPartition) {
    return topic.equals(other) && partition == otherPartition ? offset : 0;
  }

  String text() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Json.mapper().writeValueAsBytes(this));
    } catch (IOException e) {
      throw new IllegalStateException("a continuation is not JSON", e);
    }
  }

  /**
   * Parses a continuation.
   *
   * @throws ApiException 400 if the text is not a continuation
   */
  static Continuation parse(String text) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      Continuation parsed = Json.mapper().readValue(json, Continuation.class);
      if (parsed.topic != null) {
        return parsed;
      }
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static ApiException invalid() {
    return ApiException.of(
        400,
        "bad_request",
        "'after' is not what an answer had as 'next'",
        "give 'next' as it is, or leave out 'after' to start again");
  }
}
