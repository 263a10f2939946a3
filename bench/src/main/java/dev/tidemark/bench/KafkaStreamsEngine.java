package dev.tidemark.bench;

import dev.tidemark.serde.codec.SchemaRegistry;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The peer. */
final class KafkaStreamsEngine implements Engine {
  private final KafkaStreams streams;

  KafkaStreamsEngine(EngineSettings settings, SchemaRegistry registry, FailureListener listener) {
    Properties config = KafkaStreamsRevenue.config(settings);
    streams = new KafkaStreams(KafkaStreamsRevenue.topology(settings, registry, config), config);
    streams.setUncaughtExceptionHandler(
        failure -> {
          listener.failed(failure);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
  }

  @Override
  public void start() {
    streams.start();
  }

  @Override
  public void close() {
    streams.close(Duration.ofSeconds(30));
  }
}
