package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.CanonicalInput.GeneratedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedRevenueTest {
  private static final long WINDOW = CanonicalInput.WINDOW_MS;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldEqualTheAnswerByBruteForce(long seed) {
    CanonicalInput input = new CanonicalInput(5_000, 200, seed);
    List<GeneratedOrder> orders = new ArrayList<>();
    ExpectedRevenue expected = new ExpectedRevenue(input);
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      ExpectedRevenue share = new ExpectedRevenue(input);
      input.forEachOrder(
          partition,
          order -> {
            orders.add(order);
            share.add(order);
          });
      expected.merge(share);
    }

    assertThat(expected.panes()).isEqualTo(byBruteForce(input, orders)).isNotEmpty();
  }

  @Test
  void shouldCompleteAWindowWhenTheWatermarkReachesItsLastMillisecond() {
    CanonicalInput input = new CanonicalInput(1, 10, 1);
    ExpectedRevenue expected = new ExpectedRevenue(input);
    expected.add(paid(5));
    expected.add(paid(WINDOW - 1 + CanonicalInput.OUT_OF_ORDER_MS));

    assertThat(expected.panes())
        .containsExactlyEntriesOf(
            new TreeMap<>(java.util.Map.of(paneOf(input), new Revenue(100, 1))));
  }

  @Test
  void shouldKeepAWindowOpenWhenTheWatermarkIsOneMillisecondShort() {
    ExpectedRevenue expected = new ExpectedRevenue(new CanonicalInput(1, 10, 1));
    expected.add(paid(5));
    expected.add(paid(WINDOW - 2 + CanonicalInput.OUT_OF_ORDER_MS));

    assertThat(expected.panes()).isEmpty();
  }

  @Test
  void shouldLetUnpaidOrdersMoveTheWatermarkWithoutCountingThem() {
    CanonicalInput input = new CanonicalInput(1, 10, 1);
    ExpectedRevenue expected = new ExpectedRevenue(input);
    expected.add(paid(5));
    expected.add(new GeneratedOrder(1, 0, false, 100, 2 * WINDOW));

    assertThat(expected.panes()).containsOnlyKeys(paneOf(input));
  }

  private static GeneratedOrder paid(long createdAt) {
    return new GeneratedOrder(0, 0, true, 100, createdAt);
  }

  private static Pane paneOf(CanonicalInput input) {
    return new Pane(CanonicalInput.regionName(input.regionOf(0)), 0, WINDOW);
  }

  private static SortedMap<Pane, Revenue> byBruteForce(
      CanonicalInput input, List<GeneratedOrder> orders) {
    long watermark = Long.MIN_VALUE;
    for (GeneratedOrder order : orders) {
      watermark = Math.max(watermark, order.createdAt() - CanonicalInput.OUT_OF_ORDER_MS);
    }
    SortedMap<Pane, Revenue> panes = new TreeMap<>();
    for (GeneratedOrder order : orders) {
      long start = order.createdAt() - order.createdAt() % WINDOW;
      if (order.paid() && start + WINDOW - 1 <= watermark) {
        String region = CanonicalInput.regionName(input.regionOf(order.user()));
        panes.merge(
            new Pane(region, start, start + WINDOW),
            new Revenue(order.amountCents(), 1),
            Revenue::plus);
      }
    }
    return panes;
  }
}
