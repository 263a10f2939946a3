package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.DeadLetterHeaders;
import dev.tidemark.runtime.base.Partitions;
import dev.tidemark.runtime.base.TopologyNames;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.StageOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Feeds a {@link StagePipeline} from Kafka Streams. */
final class PipelineProcessor implements Processor<byte[], byte[], byte[], byte[]>, StageOutput {

  /**
   * Control messages need a key: Kafka Streams drops records without one before a repartition
   * topic.
   */
  private static final byte[] CONTROL_KEY = {'~'};

  private final StageIdentity stage;
  private final PipelineFactory pipelines;
  private final TableCaches tables;
  private final RunServices watch;
  private @Nullable Wired wired;
  private InputLag.@Nullable PartitionLag lag;

  /**
   * @param stage what is processed here
   * @param pipelines creates the pipeline of the task
   * @param tables the open tables of the run, of which this processor closes those of its task
   * @param watch the services of the run
   */
  PipelineProcessor(
      StageIdentity stage, PipelineFactory pipelines, TableCaches tables, RunServices watch) {
    this.stage = stage;
    this.pipelines = pipelines;
    this.tables = tables;
    this.watch = watch;
  }

  /**
   * @param input the partition that is read
   * @param begin the position at which this life of the task began
   */
  private record Wired(
      ProcessorContext<byte[], byte[]> context,
      StagePipeline pipeline,
      @Nullable IdleWatch idle,
      TopicPartition input,
      long begin) {}

  /**
   * Of the life that ends with {@link #close}: a task that is suspended and comes back is
   * initialised again.
   */
  private final List<Cancellable> ticking = new ArrayList<>();

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    StagePipeline pipeline = pipelines.create(context, this);
    pipeline.restore();
    CommitHookStore hook = context.getStateStore(stage.commitHook());
    hook.onCommit(context, pipeline::flush);
    TopicPartition input =
        new TopicPartition(stage.input().consumedTopic(), context.taskId().partition());
    Wired self =
        new Wired(context, pipeline, idleWatch(context, pipeline), input, pipeline.position());
    wired = self;
    pipeline.retryEveryMs().ifPresent(every -> tick(context, every, now -> retry(self, now)));
    watch.tasks().started(context.taskId());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Wired self = wired();
    RecordMetadata metadata =
        self.context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without coordinates"));
    StagePipeline.Input input =
        new StagePipeline.Input(
            metadata.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            RecordHeadersFor.origin(record.headers()));
    watch.outage().outlast(self.context.taskId(), () -> self.pipeline.process(input));
    lagOf(metadata).processed(metadata.offset());
    if (self.idle != null) {
      self.idle.processed(metadata.offset(), self.context.currentSystemTimeMs());
    }
  }

  @Override
  public void close() {
    ticking.forEach(Cancellable::cancel);
    ticking.clear();
    lag = null;
    if (wired != null) {
      TransactionFence.forget(wired.input);
      watch.tasks().stopped(wired.context.taskId());
      tables.close(wired.context.taskId());
    }
  }

  @Override
  public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
    forward(stage.toExchange(exchange), key, message, timestamp, new RecordHeaders());
  }

  @Override
  public void toEveryPartition(String exchange, byte[] message, long timestamp) {
    forward(stage.toExchange(exchange), CONTROL_KEY, message, timestamp, new RecordHeaders());
  }

  @Override
  public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
    forward(TopologyNames.sink(sink), key, value, timestamp, new RecordHeaders());
  }

  @Override
  public void toSinkCorrected(
      String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(
        DeadLetterHeaders.CORRECTION,
        Integer.toString(correction).getBytes(StandardCharsets.UTF_8));
    forward(TopologyNames.sink(sink), key, value, timestamp, headers);
  }

  @Override
  public void toLateTopic(String topic, LateRecord late) {
    forwardOrigin(
        TopologyNames.late(stage.name(), topic),
        late.origin(),
        RecordHeadersFor.late(stage.run().job(), late));
  }

  @Override
  public void toDeadLetters(DeadLetter letter) {
    forwardOrigin(
        TopologyNames.deadLetters(stage.name()),
        letter.origin(),
        RecordHeadersFor.deadLetter(stage.run(), letter));
  }

  /**
   * A topic may refuse a record that is dated too far ahead; its own timestamp is in a header, too.
   */
  private void forwardOrigin(String child, SourceRecord origin, Headers headers) {
    Partitions.source(origin.partition());
    long latest = wired().context.currentSystemTimeMs() + stage.run().aheadOfClockMs();
    boolean isBefore =
        stage.run().handover().filter(cut -> cut.isBefore(origin, origin.timestamp())).isPresent();
    forward(
        isBefore ? Handover.nameBefore(child) : child,
        origin.key(),
        origin.value(),
        Math.min(origin.timestamp(), latest),
        headers);
  }

  private void forward(
      String child,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp,
      Headers headers) {
    wired().context.forward(new Record<>(key, value, Math.max(0, timestamp), headers), child);
  }

  private @Nullable IdleWatch idleWatch(
      ProcessorContext<byte[], byte[]> context, StagePipeline pipeline) {
    OptionalLong idleAfterMs = pipeline.idleAfterMs();
    TaskId task = context.taskId();
    if (idleAfterMs.isEmpty() || task.partition() >= stage.input().partitions()) {
      return null;
    }
    TopicPartition partition = new TopicPartition(stage.input().topic(), task.partition());
    IdleWatch idle =
        new IdleWatch(
            idleAfterMs.getAsLong(),
            ConsumerProgress.endOf(partition)::provedEnd,
            context.currentSystemTimeMs());
    tick(
        context,
        idle.tickMs(),
        now -> {
          if (!pipeline.isIdle() && pipeline.waiting() == 0) {
            idle.tick(now).ifPresent(pipeline::becomeIdle);
          }
        });
    return idle;
  }

  private void tick(ProcessorContext<byte[], byte[]> context, long everyMs, Punctuator punctuator) {
    ticking.add(
        context.schedule(Duration.ofMillis(everyMs), PunctuationType.WALL_CLOCK_TIME, punctuator));
  }

  private void retry(Wired self, long now) {
    if (self.pipeline.isRetryDue(now)) {
      TransactionFence.ask(self.input, self.begin);
      watch.outage().outlast(self.context.taskId(), () -> self.pipeline.retry(now));
    }
  }

  /** Each processor reads one partition. */
  private InputLag.PartitionLag lagOf(RecordMetadata metadata) {
    InputLag.PartitionLag known = lag;
    if (known == null) {
      known = watch.lag().of(new TopicPartition(metadata.topic(), metadata.partition()));
      lag = known;
    }
    return known;
  }

  private Wired wired() {
    if (wired == null) {
      throw new IllegalStateException(
          "stage " + stage.name() + " is used before it is initialised");
    }
    return wired;
  }
}
