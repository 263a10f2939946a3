package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stage that reads a source, and is given several records at once. */
class BatchTest {

  @Test
  void shouldDoTheSameInABatchAsOneByOne() {
    List<StagePipeline.Input> records =
        List.of(
            record(0, "100:1"),
            record(1, "no time"),
            new StagePipeline.Input(2, 0, null, null),
            record(3, "5000:2"), // too far ahead
            copyOf(4, 0, "101:3"),
            record(5, "75:4"), // late
            record(6, "300:5"));
    StageUnderTest single = stage();
    StageUnderTest batched = stage();
    single.becomeIdle(0);
    batched.becomeIdle(0);

    records.forEach(single::read);
    batched.read(new InputBatch(records));

    assertThat(everything(batched)).isEqualTo(everything(single));
    assertThat(single.ledger()).containsEntry("source SKIPPED", 1L);
    assertThat(single.causes())
        .containsExactly("source FUNCTION_FAILED", "source NULL", "source TOO_FAR_AHEAD");
    assertThat(single.late).hasSize(1);
  }

  @Test
  void shouldContinueTheSameBatchBehindAnOutage() {
    List<StagePipeline.Input> records =
        List.of(record(0, "100:1"), record(1, "101:2"), record(2, "102:3"));
    StageUnderTest untroubled = stage();
    untroubled.read(new InputBatch(records));
    StageUnderTest stage = stage();
    stage.codecs.untilOutage = 2;
    InputBatch batch = new InputBatch(records);

    assertThatThrownBy(() -> stage.read(batch)).isInstanceOf(RegistryUnavailableException.class);
    assertThat(batch.processed()).isEqualTo(2);
    assertThat(batch.next()).isSameAs(records.get(2));
    stage.read(batch);

    assertThat(batch.hasNext()).isFalse();
    assertThat(everything(stage)).isEqualTo(everything(untroubled));
  }

  @Test
  void shouldDoNothingWhenTheFirstRecordMeetsAnOutage() {
    StageUnderTest stage = stage();
    stage.codecs.untilOutage = 0;

    assertThatThrownBy(() -> stage.read(new InputBatch(List.of(record(0, "100:1")))))
        .isInstanceOf(RegistryUnavailableException.class);
    stage.codecs.untilOutage = 0;
    assertThatThrownBy(() -> stage.read(record(0, "100:1")))
        .isInstanceOf(RegistryUnavailableException.class);
    stage.flush();

    assertThat(stage.exchanged).isEmpty();
    assertThat(stored(stage)).isEmpty();
  }

  @Test
  void shouldDoNothingForABatchThatIsEmpty() {
    StageUnderTest stage = stage();
    stage.read(new InputBatch(List.of()));
    stage.flush();

    assertThat(stage.exchanged).isEmpty();
    assertThat(stored(stage)).isEmpty();
  }

  @Test
  void shouldNotDecodeACopyThatIsLeftOut() {
    StageUnderTest stage = stage();
    stage.read(record(0, "100:1"));
    stage.read(copyOf(1, 0, "101:2"));
    stage.read(new InputBatch(List.of(copyOf(2, 0, "102:3"), record(3, "103:4"))));

    assertThat(stage.codecs.decoded).containsExactly("100:1", "103:4");
    assertThat(stage.ledger())
        .containsEntry("source READ", 4L)
        .containsEntry("source SKIPPED", 2L)
        .containsEntry("partial COUNTED", 2L);
    assertThat(stage.imbalance()).isZero();
  }

  private static StageUnderTest stage() {
    Node.Window window = Nodes.window(element -> "k", (w, ids) -> ids);
    return new StageUnderTest(StageContext.Incoming.NONE, Nodes.source(), Nodes.partial(window));
  }

  private static StagePipeline.Input record(long offset, String value) {
    return new StagePipeline.Input(offset, offset, "k".getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /** As it is requeued for an earlier run. */
  private static StagePipeline.Input copyOf(long offset, long source, String value) {
    List<SourceRecord.Header> headers = new ArrayList<>();
    Map.of(
            "tidemark.requeue.job", "shop",
            "tidemark.requeue.run", "shop.r1",
            "tidemark.requeue.source", "events/0/" + source)
        .forEach((name, text) -> headers.add(new SourceRecord.Header(name, text.getBytes(UTF_8))));
    return new StagePipeline.Input(offset, offset, null, value.getBytes(UTF_8), headers);
  }

  /** All that a stage has sent and stored. */
  private static List<String> everything(StageUnderTest stage) {
    stage.flush();
    List<String> all = stored(stage);
    stage.exchanged.forEach(message -> all.add(Arrays.toString(ExchangeCodec.encode(message))));
    stage.late.forEach(late -> all.add(late.origin().offset() + " " + late.watermark()));
    stage.deadLetters.forEach(
        letter -> all.add(letter.origin().offset() + " " + letter.cause() + letter.message()));
    return all;
  }

  private static List<String> stored(StageUnderTest stage) {
    List<String> stored = new ArrayList<>();
    stage.progress.range(
        new byte[0],
        null,
        (key, value) -> stored.add(ProgressKeys.text(key) + " " + ProgressKeys.text(value)));
    return stored;
  }
}
