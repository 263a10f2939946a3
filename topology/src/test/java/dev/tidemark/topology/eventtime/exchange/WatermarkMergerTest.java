package dev.tidemark.topology.eventtime.exchange;

import static dev.tidemark.topology.eventtime.exchange.ChannelStatus.ACTIVE;
import static dev.tidemark.topology.eventtime.exchange.ChannelStatus.IDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarkMergerTest {
  private static final String EXCHANGE = "by-region";

  private final WatermarkMerger table = new WatermarkMerger(EXCHANGE, 3);

  @Test
  void shouldHoldTheWatermarkUntilEveryChannelHasReported() {
    table.apply(message(0, 10, ACTIVE, 1));
    table.apply(message(1, 20, ACTIVE, 1));
    assertThat(table.merged()).isEqualTo(Watermark.NOTHING_YET);

    table.apply(message(2, 30, ACTIVE, 1));
    assertThat(table.merged()).isEqualTo(new Watermark(10));
  }

  @Test
  void shouldHoldTheWatermarkUntilTheSlowestActiveChannelPassesIt() {
    report(10, 20, 30);
    table.apply(message(0, 25, ACTIVE, 2));
    assertThat(table.merged()).isEqualTo(new Watermark(20));

    table.apply(message(1, 27, IDLE, 2));
    assertThat(table.merged()).isEqualTo(new Watermark(25));
  }

  @Test
  void shouldReleaseTheHighestWatermarkWhenAllAreIdle() {
    report(10, 20, 30);
    table.apply(message(0, 10, IDLE, 2));
    table.apply(message(1, 20, IDLE, 2));
    assertThat(table.merged()).isEqualTo(new Watermark(30));
    table.apply(message(2, 35, IDLE, 2));

    assertThat(table.allIdle()).isTrue();
    assertThat(table.merged()).isEqualTo(new Watermark(35));
  }

  @Test
  void shouldWaitForAQuietChannelAlthoughItExpectsNothing() {
    report(10, 20, 30);
    table.apply(message(0, 12, ChannelStatus.QUIET, 2));
    assertThat(table.merged()).isEqualTo(new Watermark(12));
    assertThat(table.allIdle()).isFalse();

    table.apply(message(1, 22, ChannelStatus.QUIET, 2));
    table.apply(message(2, 32, ChannelStatus.QUIET, 2));
    assertThat(table.merged()).isEqualTo(new Watermark(12));
    assertThat(table.allIdle()).isTrue();
  }

  @Test
  void shouldNeverGoBackAndRecordThatItWentOnWithoutAChannel() {
    report(10, 20, 30);
    table.apply(message(0, 10, IDLE, 2));
    assertThat(table.takeDecisions()).isEmpty();

    table.apply(message(0, 12, ACTIVE, 3));

    assertThat(table.merged()).isEqualTo(new Watermark(20));
    assertThat(table.takeDecisions())
        .containsExactly(new WatermarkMerger.IdleDecision(0, 2, new Watermark(20)));
    assertThat(table.takeDecisions()).isEmpty();
  }

  @Test
  void shouldIgnoreALowerWatermarkOfAChannel() {
    report(10, 20, 30);
    table.apply(message(0, 5, ACTIVE, 2));

    assertThat(table.merged()).isEqualTo(new Watermark(10));
  }

  @Test
  void shouldIgnoreTheIdlenessThatAFormerOwnerProved() {
    report(10, 20, 30);
    table.apply(message(0, 15, ACTIVE, 7));
    table.apply(message(0, 10, IDLE, 7));
    assertThat(table.merged()).as("at equal positions ACTIVE wins").isEqualTo(new Watermark(15));

    table.apply(message(0, 10, IDLE, 6));
    assertThat(table.merged()).isEqualTo(new Watermark(15));

    table.apply(message(0, 15, IDLE, 8));
    assertThat(table.merged()).isEqualTo(new Watermark(20));

    table.apply(message(0, 15, ACTIVE, 8));
    table.apply(message(1, 22, ACTIVE, 9));
    assertThat(table.merged())
        .as("ACTIVE again, at the same position")
        .isEqualTo(new Watermark(20));
  }

  @Test
  void shouldRefuseMessagesOfAnotherPlan() {
    assertThatThrownBy(
            () -> table.apply(new ControlMessage("x", 0, 3, Watermark.NOTHING_YET, ACTIVE, 0)))
        .isInstanceOf(ExchangeMismatchException.class);
    assertThatThrownBy(
            () -> table.apply(new ControlMessage(EXCHANGE, 0, 4, Watermark.NOTHING_YET, ACTIVE, 0)))
        .isInstanceOf(ExchangeMismatchException.class);
    assertThatThrownBy(() -> table.apply(message(3, 0, ACTIVE, 0)))
        .isInstanceOf(ExchangeMismatchException.class);
    assertThatThrownBy(() -> table.apply(message(-1, 0, ACTIVE, 0)))
        .isInstanceOf(ExchangeMismatchException.class);
  }

  @Test
  void shouldRefuseStateOfAPlanWithMoreChannels() {
    var rows = List.of(new WatermarkMerger.Row(3, new Watermark(1), ACTIVE, 1));

    assertThatThrownBy(() -> table.restore(rows, Watermark.NOTHING_YET))
        .isInstanceOf(ExchangeMismatchException.class)
        .hasMessageContaining("channel 3");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldEqualThePlainDefinitionWithRestoreAfterEveryStep(long seed) {
    var random = new SplittableRandom(seed);
    for (int run = 0; run < 400; run++) {
      int channels = random.nextInt(1, 5);
      WatermarkMerger restarted = new WatermarkMerger(EXCHANGE, channels);
      WatermarkMerger steady = new WatermarkMerger(EXCHANGE, channels);
      Map<Integer, WatermarkMerger.Row> stored = new HashMap<>();
      List<ControlMessage> history = new ArrayList<>();
      long merged = Long.MIN_VALUE;
      for (int step = 0; step < 40; step++) {
        var message =
            new ControlMessage(
                EXCHANGE,
                random.nextInt(channels),
                channels,
                new Watermark(random.nextLong(-20, 40)),
                ChannelStatus.values()[random.nextInt(3)],
                random.nextLong(0, 12));
        history.add(message);
        steady.apply(message);
        restarted.apply(message);
        restarted.takeChanges().forEach(row -> stored.put(row.channel(), row));
        Watermark before = restarted.merged();
        restarted = new WatermarkMerger(EXCHANGE, channels);
        restarted.restore(List.copyOf(stored.values()), before);
        merged = Math.max(merged, naiveMerge(history, channels));

        assertThat(steady.merged().time()).as("run %d step %d", run, step).isEqualTo(merged);
        assertThat(restarted.merged()).isEqualTo(steady.merged());
        assertThat(restarted.allIdle()).isEqualTo(steady.allIdle());
      }
    }
  }

  /** The merge from the whole history at once, by the words of the definition. */
  private static long naiveMerge(List<ControlMessage> history, int channels) {
    long least = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    boolean anyActive = false;
    for (int c = 0; c < channels; c++) {
      int channel = c;
      List<ControlMessage> said = history.stream().filter(m -> m.channel() == channel).toList();
      if (said.isEmpty()) {
        return Long.MIN_VALUE;
      }
      long watermark = said.stream().mapToLong(m -> m.watermark().time()).max().orElseThrow();
      long position = said.stream().mapToLong(ControlMessage::position).max().orElseThrow();
      boolean active =
          said.stream().anyMatch(m -> m.position() == position && m.activity() == ACTIVE)
              || said.stream()
                  .filter(m -> m.position() == position)
                  .findFirst()
                  .filter(m -> m.activity() != IDLE)
                  .isPresent();
      highest = Math.max(highest, watermark);
      if (active) {
        anyActive = true;
        least = Math.min(least, watermark);
      }
    }
    return anyActive ? least : highest;
  }

  private void report(long first, long second, long third) {
    table.apply(message(0, first, ACTIVE, 1));
    table.apply(message(1, second, ACTIVE, 1));
    table.apply(message(2, third, ACTIVE, 1));
  }

  private static ControlMessage message(
      int channel, long watermark, ChannelStatus activity, long position) {
    return new ControlMessage(EXCHANGE, channel, 3, new Watermark(watermark), activity, position);
  }
}
