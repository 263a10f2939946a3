package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.CanonicalInput.GeneratedOrder;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalInputTest {

  @Test
  void shouldMakeTheSameOrdersFromTheSameSeed() {
    assertThat(all(new CanonicalInput(10_000, 1_000, 7)))
        .isEqualTo(all(new CanonicalInput(10_000, 1_000, 7)));
  }

  @Test
  void shouldMakeOtherOrdersFromAnotherSeed() {
    assertThat(all(new CanonicalInput(10_000, 1_000, 7)))
        .isNotEqualTo(all(new CanonicalInput(10_000, 1_000, 8)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 999, 10_000})
  void shouldMakeExactlyAsManyOrdersAsAskedFor(long orders) {
    List<GeneratedOrder> all = all(new CanonicalInput(orders, 100, 1));

    assertThat(all).hasSize((int) orders);
    assertThat(all.stream().map(GeneratedOrder::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldNeverMakeAnOrderThatIsLate(long seed) {
    CanonicalInput input = new CanonicalInput(50_000, 1_000, seed);
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      List<GeneratedOrder> late = new ArrayList<>();
      long[] highest = {Long.MIN_VALUE};
      input.forEachOrder(
          partition,
          order -> {
            Watermark before = new Watermark(highest[0]).minus(CanonicalInput.OUT_OF_ORDER_MS);
            if (before.completes(order.createdAt() + 1)) {
              late.add(order);
            }
            highest[0] = Math.max(highest[0], order.createdAt());
          });

      assertThat(late).isEmpty();
    }
  }

  @Test
  void shouldUseNearlyAllOfTheDisorderThatIsAllowed() {
    CanonicalInput input = new CanonicalInput(400_000, 1_000, 1);
    long[] highest = {Long.MIN_VALUE};
    long[] furthestBehind = {0};
    input.forEachOrder(
        0,
        order -> {
          highest[0] = Math.max(highest[0], order.createdAt());
          furthestBehind[0] = Math.max(furthestBehind[0], highest[0] - order.createdAt());
        });

    assertThat(furthestBehind[0])
        .isBetween(CanonicalInput.OUT_OF_ORDER_MS - 500, CanonicalInput.OUT_OF_ORDER_MS - 1);
  }

  @Test
  void shouldSpanTheSameTimeHoweverManyOrdersThereAre() {
    for (long orders : new long[] {1_000, 50_000}) {
      List<GeneratedOrder> all = all(new CanonicalInput(orders, 1_000, 1));

      assertThat(all)
          .allSatisfy(
              order ->
                  assertThat(order.createdAt() - CanonicalInput.FIRST_EVENT)
                      .isBetween(0L, CanonicalInput.SPAN_MS));
      assertThat(all.stream().mapToLong(GeneratedOrder::createdAt).max().orElseThrow())
          .isGreaterThan(CanonicalInput.FIRST_EVENT + CanonicalInput.SPAN_MS - 600_000);
    }
  }

  @Test
  void shouldPutEachOrderWhereKafkasPartitionerPutsItsUser() {
    CanonicalInput input = new CanonicalInput(10_000, 1_000, 3);
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      Set<Integer> found = new HashSet<>();
      input.forEachOrder(
          partition,
          order -> found.add(CanonicalInput.partitionOf(CanonicalInput.userId(order.user()))));

      assertThat(found).containsExactly(partition);
    }
  }

  @Test
  void shouldGiveEachUserOnePartition() {
    CanonicalInput input = new CanonicalInput(1, 1_000, 3);
    List<Integer> users = new ArrayList<>();
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      for (int user : input.usersIn(partition)) {
        users.add(user);
      }
    }

    assertThat(users).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void shouldPayTwoOrdersOfThree() {
    List<GeneratedOrder> all = all(new CanonicalInput(60_000, 1_000, 5));

    assertThat(all.stream().filter(GeneratedOrder::paid).count()).isBetween(39_000L, 41_000L);
  }

  @Test
  void shouldSpreadUsersOverAllRegions() {
    CanonicalInput input = new CanonicalInput(1, 10_000, 5);
    Set<Integer> regions = new HashSet<>();
    for (int user = 0; user < input.users(); user++) {
      regions.add(input.regionOf(user));
    }

    assertThat(regions).hasSize(CanonicalInput.REGIONS);
  }

  private static List<GeneratedOrder> all(CanonicalInput input) {
    List<GeneratedOrder> all = new ArrayList<>();
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      input.forEachOrder(partition, all::add);
    }
    return all;
  }
}
