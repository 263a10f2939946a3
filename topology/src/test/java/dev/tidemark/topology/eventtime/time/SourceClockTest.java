package dev.tidemark.topology.eventtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SourceClockTest {

  @Test
  void shouldPromiseNothingBeforeTheFirstEvent() {
    var clock = new SourceClock(10, OptionalLong.empty());

    assertThat(clock.watermark()).isEqualTo(Watermark.NOTHING_YET);
    assertThat(clock.highest()).isEmpty();
  }

  @Test
  void shouldStayTheOutOfOrdernessBehindTheHighestEventTime() {
    var clock = new SourceClock(10, OptionalLong.empty());
    clock.advance(100);
    clock.advance(95);

    assertThat(clock.watermark()).isEqualTo(new Watermark(90));
    assertThat(clock.highest()).hasValue(100);
  }

  @Test
  void shouldTellTheTimeBefore1970() {
    var clock = new SourceClock(10, OptionalLong.empty());
    clock.advance(-100);
    assertThat(clock.watermark()).isEqualTo(new Watermark(-110));

    clock.advance(-50);
    assertThat(clock.watermark()).isEqualTo(new Watermark(-60));
  }

  @Test
  void shouldPromiseNothingRatherThanWrapAround() {
    var clock = new SourceClock(10, OptionalLong.empty());
    clock.advance(Long.MIN_VALUE + 3);

    assertThat(clock.watermark()).isEqualTo(Watermark.NOTHING_YET);
  }

  @Test
  void shouldTakeUpWhereTheCommittedOwnerStopped() {
    var clock = new SourceClock(10, OptionalLong.of(5));
    clock.restore(100);

    assertThat(clock.watermark()).isEqualTo(new Watermark(90));
    assertThat(clock.isTooFarAhead(106)).isTrue();
  }

  @Test
  void shouldRefuseOnlyWhatIsFurtherAheadThanDeclared() {
    var clock = new SourceClock(0, OptionalLong.of(50));
    assertThat(clock.isTooFarAhead(Long.MAX_VALUE)).as("the first event").isFalse();
    clock.advance(100);

    assertThat(clock.isTooFarAhead(150)).isFalse();
    assertThat(clock.isTooFarAhead(151)).isTrue();
    assertThat(clock.isTooFarAhead(Long.MAX_VALUE)).isTrue();
    assertThat(clock.isTooFarAhead(Long.MIN_VALUE)).as("far behind is not ahead").isFalse();
  }

  @Test
  void shouldRefuseNothingWithoutALimit() {
    var clock = new SourceClock(0, OptionalLong.empty());
    clock.advance(0);

    assertThat(clock.isTooFarAhead(Long.MAX_VALUE)).isFalse();
  }
}
