package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.runtime.base.JobException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;

/** Converts failures of Kafka and the engine to API errors. */
final class Errors {

  private static final int ANSWER_SECONDS = 12;

  private Errors() {}

  /** Converts a failure of the engine. */
  static ApiException of(JobException e) {
    int status =
        switch (e.code()) {
          case BROKER_UNREACHABLE, REGISTRY_UNREACHABLE, NOT_READY, NOT_AUTHORIZED -> 503;
          case CONFIGURATION, INVALID_QUERY -> 400;
          case STATE_MISMATCH -> 409;
          case TOPIC_MISSING,
              PARTITIONS_MISMATCH,
              SCHEMA_MISMATCH,
              SCHEMA_NOT_REGISTERED,
              SCHEMA_SUSPECT,
              QUERY_FAILED,
              RECORD_FAILED,
              RECORD_REFUSED ->
              422;
          case INTERNAL -> 500;
        };
    ApiException translated =
        ApiException.of(
            status,
            e.code().name().toLowerCase(Locale.ROOT),
            String.valueOf(e.getMessage()),
            e.hint());
    translated.initCause(e);
    return translated;
  }

  /** Runs an action and converts failures of the engine and Kafka. */
  static <T> T translated(Supplier<T> action) {
    try {
      return action.get();
    } catch (JobException e) {
      throw of(e);
    } catch (KafkaException e) {
      throw kafka(e);
    }
  }

  /** Waits for an answer of the brokers. */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the node is stopping", e);
    } catch (TimeoutException e) {
      throw unavailable("the brokers do not answer", e);
    } catch (ExecutionException e) {
      throw kafka(e.getCause() == null ? e : e.getCause());
    }
  }

  private static ApiException kafka(Throwable e) {
    if (e instanceof AuthorizationException) {
      ApiException refused =
          ApiException.of(
              503,
              "kafka_refuses",
              "the brokers refuse the node: " + e.getMessage(),
              "grant the node's principal what docs name");
      refused.initCause(e);
      return refused;
    }
    return unavailable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
  }

  private static ApiException unavailable(String reason, Throwable cause) {
    ApiException unavailable =
        ApiException.of(
            503,
            "kafka_unavailable",
            "Kafka can't be asked now: " + reason,
            "try again; if it stays so, see whether the brokers are up and reachable");
    unavailable.initCause(cause);
    return unavailable;
  }
}
