package dev.tidemark.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputLagTest {

  private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

  private final InputLag lag = new InputLag();

  @Test
  void shouldCountWhatTheBrokerHasAndWhatWaitsHere() {
    InputLag.PartitionLag partition = lag.begin(PARTITION);
    assertThat(lag.behind(PARTITION)).isEmpty();

    partition.unfetched(100);
    assertThat(lag.behind(PARTITION)).hasValue(100);

    partition.handedOut(50, 69);
    partition.unfetched(80);
    assertThat(lag.behind(PARTITION)).hasValue(100);

    lag.of(PARTITION).processed(59);
    assertThat(lag.behind(PARTITION)).hasValue(90);

    partition.handedOut(70, 149);
    partition.unfetched(0);
    lag.of(PARTITION).processed(149);
    assertThat(lag.behind(PARTITION)).hasValue(0);
  }

  @Test
  void shouldKnowNothingOfPartitionsThatAreElsewhere() {
    InputLag.PartitionLag before = lag.begin(PARTITION);
    before.unfetched(7);

    lag.end(PARTITION, before);

    assertThat(lag.behind(PARTITION)).isEmpty();
  }

  @Test
  void shouldKeepThePartitionOfWhoeverHasItNow() {
    InputLag.PartitionLag before = lag.begin(PARTITION);
    lag.begin(PARTITION).unfetched(7);

    lag.end(PARTITION, before);

    assertThat(lag.behind(PARTITION)).hasValue(7);
  }
}
