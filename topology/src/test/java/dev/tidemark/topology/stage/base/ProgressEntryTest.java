package dev.tidemark.topology.stage.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The entries as they are in the stores of deployed jobs. */
class ProgressEntryTest {
  private static final long MIN = Long.MIN_VALUE;

  @Test
  void shouldKeepTheTextThatIsInTheStoresOfDeployedJobs() {
    check("|0", new ProgressEntry.Clock(OptionalLong.empty(), 0), ProgressEntry.Clock::parse);
    check("|7", new ProgressEntry.Clock(OptionalLong.empty(), 7), ProgressEntry.Clock::parse);
    check("-5|7", new ProgressEntry.Clock(OptionalLong.of(-5), 7), ProgressEntry.Clock::parse);
    check(
        "12|ACTIVE|3",
        new ProgressEntry.Channel(new Watermark(12), ChannelStatus.ACTIVE, 3),
        ProgressEntry.Channel::parse);
    check(
        "-9223372036854775808|IDLE|0",
        new ProgressEntry.Channel(new Watermark(MIN), ChannelStatus.IDLE, 0),
        ProgressEntry.Channel::parse);
    check(
        "12|QUIET|3",
        new ProgressEntry.Channel(new Watermark(12), ChannelStatus.QUIET, 3),
        ProgressEntry.Channel::parse);
    check(
        "90|true|4",
        new ProgressEntry.Merged(new Watermark(90), true, 4),
        ProgressEntry.Merged::parse);
    check(
        "-9223372036854775808|false|0",
        new ProgressEntry.Merged(new Watermark(MIN), false, 0),
        ProgressEntry.Merged::parse);
    check("2|1000", new ProgressEntry.Waiting(2, 1_000), ProgressEntry.Waiting::parse);
    check("0|0", new ProgressEntry.Waiting(0, 0), ProgressEntry.Waiting::parse);
  }

  @Test
  void shouldTakeAMissingEntryForAPartitionOfWhichNothingIsCommitted() {
    assertThat(
            List.of(
                ProgressEntry.Clock.parse(null),
                ProgressEntry.Merged.parse(null),
                ProgressEntry.Waiting.parse(null)))
        .extracting(ProgressEntry::text)
        .containsExactly("|0", MIN + "|false|0", "0|0");
  }

  @Test
  void shouldKeepNumbersAsText() {
    assertThat(ProgressEntry.bytes(MIN)).isEqualTo("-9223372036854775808".getBytes(UTF_8));
    assertThat(ProgressEntry.number(ProgressEntry.bytes(42))).isEqualTo(42);
    assertThat(ProgressEntry.number("-1")).isEqualTo(-1);
  }

  private static <E extends ProgressEntry> void check(
      String text, E entry, Function<String, E> parse) {
    assertThat(entry.text()).isEqualTo(text);
    assertThat(entry.bytes()).isEqualTo(text.getBytes(UTF_8));
    assertThat(parse.apply(text)).isEqualTo(entry);
  }
}
