package dev.tidemark.topology.eventtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import org.junit.jupiter.api.Test;

class WatermarkEmitterTest {
  private final WatermarkEmitter announcer =
      new WatermarkEmitter(
          "by-region", 2, 4, new Lateness(new WindowSpec.Tumbling(10), 0).cadence());

  @Test
  void shouldBeHeardActiveOnceBeforeTheFirstElement() {
    assertThat(announcer.beforeElement(new Watermark(5), 7))
        .hasValue(message(5, ChannelStatus.ACTIVE, 7));
    assertThat(announcer.beforeElement(new Watermark(6), 8)).isEmpty();
  }

  @Test
  void shouldTellOnlyWatermarksThatCanCloseAWindow() {
    announcer.beforeElement(new Watermark(5), 7);

    assertThat(announcer.atCommit(new Watermark(8), 8)).isEmpty();
    assertThat(announcer.atCommit(new Watermark(9), 9))
        .hasValue(message(9, ChannelStatus.ACTIVE, 9));
    assertThat(announcer.atCommit(new Watermark(9), 9)).as("once a commit").isEmpty();
    assertThat(announcer.atCommit(new Watermark(18), 10)).isEmpty();
    assertThat(announcer.atCommit(new Watermark(19), 11))
        .hasValue(message(19, ChannelStatus.ACTIVE, 11));
  }

  @Test
  void shouldTellTheFirstPromiseWhateverItCloses() {
    announcer.beforeElement(Watermark.NOTHING_YET, 0);

    assertThat(announcer.atCommit(new Watermark(3), 0))
        .hasValue(message(3, ChannelStatus.ACTIVE, 0));
  }

  @Test
  void shouldSayNothingAtACommitBeforeItWasActive() {
    assertThat(announcer.atCommit(new Watermark(100), 5)).isEmpty();
  }

  @Test
  void shouldSayIdleOnceUntilTheNextElement() {
    announcer.beforeElement(new Watermark(5), 7);

    assertThat(announcer.idle(new Watermark(6), 8)).hasValue(message(6, ChannelStatus.IDLE, 8));
    assertThat(announcer.idle(new Watermark(6), 8)).isEmpty();
    assertThat(announcer.atCommit(new Watermark(30), 8)).isEmpty();
    assertThat(announcer.beforeElement(new Watermark(6), 8))
        .hasValue(message(6, ChannelStatus.ACTIVE, 8));
    assertThat(announcer.idle(new Watermark(7), 9)).hasValue(message(7, ChannelStatus.IDLE, 9));
  }

  private static ControlMessage message(long watermark, ChannelStatus activity, long position) {
    return new ControlMessage("by-region", 2, 4, new Watermark(watermark), activity, position);
  }
}
