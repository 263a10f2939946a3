package dev.tidemark.tests.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.tests.base.Content.Entry;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checker that can't fail proves nothing: every single change of a right answer must show. */
class CheckerTest {

  private static final OrdersAnswer RIGHT =
      OrdersOracle.ordersByRegion(
          OrdersLog.generate(new OrdersLog.Shape(3, 5_000, OrdersLog.BEGIN, 2)));

  @Test
  void shouldAcceptTheRightAnswer() {
    assertThat(Checker.differences(RIGHT.results(), RIGHT.results())).isEmpty();
    assertThat(RIGHT.results().size()).isGreaterThan(100);
  }

  static Stream<Arguments> mistakes() {
    return IntStream.range(0, 20)
        .boxed()
        .flatMap(
            seed ->
                Stream.of(
                    Arguments.of("a record dropped", dropped(seed)),
                    Arguments.of("a record doubled", doubled(seed)),
                    Arguments.of("a value changed", changed(seed, CheckerTest::otherValue)),
                    Arguments.of("moved to another window", changed(seed, CheckerTest::moved)),
                    Arguments.of("of another key", changed(seed, CheckerTest::otherKey)),
                    Arguments.of("two in another order", swapped(seed)),
                    Arguments.of("in another partition", misplaced(seed)),
                    Arguments.of("an open window closed", added(seed))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void shouldSeeEveryMistake(String mistake, Content wrong) {
    assertThat(Checker.differences(RIGHT.results(), wrong)).isNotEmpty();
  }

  @Test
  void shouldSayWhatIsMissingAndWhatIsTooMuch() {
    Content right = new Content.Builder("t").add(0, new Entry("a", 1, "x")).build();
    Content wrong = new Content.Builder("t").add(0, new Entry("a", 1, "y")).build();

    assertThat(Checker.differences(right, wrong))
        .contains("t-0 misses a at 1: x", "t-0 has too many of a at 1: y");
  }

  @Test
  void shouldSeeAMissingPartitionAndASurplusOne() {
    Content right = new Content.Builder("t").add(1, new Entry("a", 1, "x")).build();

    assertThat(Checker.differences(right, Content.empty("t"))).isNotEmpty();
    assertThat(Checker.differences(Content.empty("t"), right)).isNotEmpty();
  }

  private static Content dropped(int seed) {
    return edited(seed, (entries, at) -> entries.remove(at));
  }

  private static Content doubled(int seed) {
    return edited(seed, (entries, at) -> entries.add(at, entries.get(at)));
  }

  private static Content added(int seed) {
    return edited(seed, (entries, at) -> entries.add(new Entry("r1", at, "r1@0=1/1/1")));
  }

  private static Content changed(int seed, UnaryOperator<Entry> change) {
    return edited(seed, (entries, at) -> entries.set(at, change.apply(entries.get(at))));
  }

  private static Content swapped(int seed) {
    return edited(
        seed,
        (entries, at) ->
            entries.add((at + entries.size() / 2) % entries.size(), entries.remove(at)));
  }

  private static Content misplaced(int seed) {
    Content.Builder content = new Content.Builder(RIGHT.results().topic());
    RIGHT
        .results()
        .partitions()
        .forEach(
            (partition, entries) ->
                entries.forEach(
                    entry ->
                        content.add(
                            entry.equals(RIGHT.results().all().get(seed))
                                ? 3 - partition
                                : partition,
                            entry)));
    return content.build();
  }

  private static Entry otherValue(Entry entry) {
    return new Entry(entry.key(), entry.timestamp(), entry.value() + "0");
  }

  private static Entry moved(Entry entry) {
    return new Entry(entry.key(), entry.timestamp() + 1_000, entry.value());
  }

  private static Entry otherKey(Entry entry) {
    return new Entry(entry.key() + "0", entry.timestamp(), entry.value());
  }

  private interface Edit {
    void apply(List<Entry> entries, int at);
  }

  private static Content edited(int seed, Edit edit) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> partitions = List.copyOf(RIGHT.results().partitions().keySet());
    int chosen = partitions.get(random.nextInt(partitions.size()));
    Content.Builder content = new Content.Builder(RIGHT.results().topic());
    RIGHT
        .results()
        .partitions()
        .forEach(
            (partition, entries) -> {
              List<Entry> copy = new ArrayList<>(entries);
              if (partition == chosen) {
                edit.apply(copy, random.nextInt(copy.size()));
              }
              copy.forEach(entry -> content.add(partition, entry));
            });
    return content.build();
  }
}
