package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.node.cluster.FencedWriter.Decision;
import dev.tidemark.node.jobs.JobRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The jobs topic as a book: read by a {@link TopicTail}, written by a {@link FencedWriter}. */
public final class KafkaJobRegistry implements JobRegistry {

  private final String topic;
  private final TopicTail tail;
  private final FencedWriter writer;
  private final RecentWrites recent;
  private final Map<String, JobSpec> read = new TreeMap<>(); // of the tail's thread
  private volatile Map<String, JobSpec> jobs = Map.of();

  KafkaJobRegistry(String topic, TopicTail tail, FencedWriter writer, RecentWrites recent) {
    this.topic = topic;
    this.tail = tail;
    this.writer = writer;
    this.recent = recent;
    tail.add(topic, new Reader());
  }

  @Override
  public Map<String, JobSpec> jobs() {
    return jobs;
  }

  @Override
  public Optional<JobSpec> change(
      String name, Function<Optional<JobSpec>, Optional<JobSpec>> decide) {
    return writer.write(
        () -> {
          Optional<JobSpec> old = Optional.ofNullable(jobs.get(name));
          Optional<JobSpec> decided = decide.apply(old);
          return new Decision<>(
              decided.equals(old) ? List.of() : List.of(encoded(name, decided.orElse(null))),
              decided);
        });
  }

  @Override
  public void changeTogether(Function<Map<String, JobSpec>, List<Change>> decide) {
    writer.write(
        () ->
            new Decision<>(
                decide.apply(jobs).stream()
                    .map(change -> encoded(change.name(), change.spec().orElse(null)))
                    .toList(),
                true));
  }

  @Override
  public AutoCloseable onChange(Runnable callback) {
    return tail.onChange(callback);
  }

  private ProducerRecord<byte[], byte[]> encoded(String name, @Nullable JobSpec spec) {
    try {
      return new ProducerRecord<>(
          topic,
          0,
          name.getBytes(UTF_8),
          spec == null ? null : Json.mapper().writeValueAsBytes(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the spec of job " + name + " can't be written", e);
    }
  }

  private final class Reader implements TopicTail.Applier {
    @Override
    public void apply(ConsumerRecord<byte[], byte[]> each) {
      recent.take(each);
      String name = new String(each.key(), UTF_8);
      if (each.value() == null) {
        read.remove(name);
        return;
      }
      try {
        read.put(name, spec(name, each.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void applied() {
      jobs = Map.copyOf(read);
    }

    private static JobSpec spec(String name, byte[] json) throws IOException {
      @Nullable JobSpec spec = Json.mapper().readValue(json, JobSpec.class);
      if (spec == null || !name.equals(spec.name())) {
        throw new IOException("no spec of job " + name);
      }
      return spec;
    }
  }
}
