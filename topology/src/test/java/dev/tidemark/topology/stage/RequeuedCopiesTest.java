package dev.tidemark.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.base.StageContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequeuedCopiesTest {
  private final InMemoryOrderedStore store = new InMemoryOrderedStore();

  @Test
  void shouldTakeTheCopyOfWhatThisRunGaveUp() {
    RequeuedCopies copies = opened("shop.r1", true);

    assertThat(leavesOut(copies, record(5))).isFalse();
    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/0/5"))).isFalse();
  }

  @Test
  void shouldLeaveOutTheCopyOfWhatItHasReadItself() {
    RequeuedCopies copies = opened("shop.r2", true);

    assertThat(leavesOut(copies, record(5))).isFalse();
    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/0/5"))).isTrue();
    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/0/4")))
        .as("from before the run")
        .isFalse();
    assertThat(leavesOut(copies, copy("other", "other.r1", "orders/0/5"))).isFalse();
    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/1/5"))).isFalse();
    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/0/x"))).isFalse();
  }

  @Test
  void shouldKnowWhereTheRunBeganUnderANewOwner() {
    RequeuedCopies before = opened("shop.r2", true);
    leavesOut(before, record(5));
    before.flush();

    RequeuedCopies after = opened("shop.r2", false);

    assertThat(leavesOut(after, record(90))).isFalse();
    assertThat(leavesOut(after, copy("shop", "shop.r1", "orders/0/5"))).isTrue();
    assertThat(leavesOut(after, copy("shop", "shop.r1", "orders/0/4"))).isFalse();
  }

  @Test
  void shouldLeaveOutNothingWhereTheBeginningIsNotKnown() {
    RequeuedCopies copies = opened("shop.r2", false);

    assertThat(leavesOut(copies, copy("shop", "shop.r1", "orders/0/5"))).isFalse();
  }

  /** As a stage asks, which then reads the record. */
  private static boolean leavesOut(RequeuedCopies copies, StagePipeline.Input record) {
    boolean leavesOut = copies.leavesOut(record);
    copies.before(record.offset());
    return leavesOut;
  }

  private RequeuedCopies opened(String run, boolean isFirst) {
    RequeuedCopies copies =
        new RequeuedCopies(new StageContext.Identity("shop", run), store, "orders", 0);
    copies.restore(isFirst);
    return copies;
  }

  private static StagePipeline.Input record(long offset) {
    return new StagePipeline.Input(offset, 0, null, null);
  }

  private static StagePipeline.Input copy(String job, String run, String source) {
    List<SourceRecord.Header> headers = new ArrayList<>();
    Map.of(
            "tidemark.requeue.job", job,
            "tidemark.requeue.run", run,
            "tidemark.requeue.source", source)
        .forEach(
            (name, text) ->
                headers.add(new SourceRecord.Header(name, text.getBytes(StandardCharsets.UTF_8))));
    return new StagePipeline.Input(100, 0, null, null, headers);
  }
}
