package dev.tidemark.tests;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.Disorder.outOfOrderBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.dsl.Windows;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.runtime.JobProgress;
import dev.tidemark.topology.runtime.JobRunner;
import dev.tidemark.topology.runtime.ProgressReader;
import dev.tidemark.topology.runtime.RunConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeIT {
  public static final class Smoke implements StreamJob {
    @Override
    public void define(Topology topology) {
      topology.stream("in", STRING)
          .eventTime(v -> Instant.ofEpochMilli(Long.parseLong(v.split(",")[0])), outOfOrderBy(Duration.ofSeconds(1)).idleAfter(Duration.ofSeconds(1)))
          .filter("some", v -> !v.endsWith("7"))
          .keyBy(STRING, v -> v.split(",")[1])
          .window("w", Windows.tumbling(Duration.ofSeconds(10)).lateTo("late"))
          .aggregate(count(), sum((String v) -> Long.parseLong(v.split(",")[2])), (w, c, s) -> w.key() + "@" + w.start().toEpochMilli() + "=" + c + "/" + s)
          .to("out", STRING, v -> v.substring(0, v.indexOf('@')), STRING);
    }
  }

  @Test
  void shouldRun(@TempDir Path dir) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults())) {
      Properties p = new Properties();
      p.put("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(p)) {
        admin.createTopics(List.of(new NewTopic("in", Optional.of(4), Optional.empty()))).all().get();
      }
      SplittableRandom random = new SplittableRandom(1);
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int i = 0; i < 200_000; i++) {
          long t = 1_000_000_000_000L + i * 2L - random.nextInt(1500);
          String v = t + ",k" + random.nextInt(50) + "," + random.nextInt(1000);
          producer.send(new ProducerRecord<>("in", null, t, ("k" + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8), v.getBytes(StandardCharsets.UTF_8)));
        }
      }
      PhysicalPlan plan = JobPlanner.plan(new Smoke(), Map.of());
      RunConfig config = new RunConfig("smoke", kafka.bootstrapServers(), Map.of(), Map.of(), dir, 1, RunConfig.DEFAULT_COMMIT_INTERVAL);
      long t0 = System.nanoTime();
      try (JobRunner runner = JobRunner.prepare(plan, config); ProgressReader reader = ProgressReader.open(plan, config)) {
        runner.start();
        JobProgress progress;
        do {
          progress = reader.read();
          System.out.println((System.nanoTime() - t0) / 1_000_000 + " ms " + runner.state() + " " + progress);
          Thread.sleep(500);
        } while (!progress.windows().get(0).allIdle() && System.nanoTime() - t0 < 40e9);
        assertThat(progress.sources()).allMatch(JobProgress.SourcePartition::balanced);
      }
    }
  }
}
