package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.ResultCheck.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCheckTest {
  private final ExpectedRevenue expected = expected();

  @Test
  void shouldAcceptTheRightAnswer() {
    ResultCheck check = ResultCheck.compare(expected, right());

    assertThat(check.exact()).isTrue();
    assertThat(check.ordersCounted()).isEqualTo(check.ordersExpected()).isPositive();
    assertThat(check.results()).isEqualTo(check.resultsExpected());
  }

  @Test
  void shouldRefuseADroppedResult() {
    List<Result> results = right();
    Result dropped = results.remove(3);

    ResultCheck check = ResultCheck.compare(expected, results);

    assertThat(check.exact()).isFalse();
    assertThat(check.differences()).singleElement().asString().contains(dropped.pane().region());
    assertThat(check.ordersExpected() - check.ordersCounted())
        .isEqualTo(dropped.revenue().orders());
  }

  @Test
  void shouldRefuseADoubledResult() {
    List<Result> results = right();
    results.add(results.get(3));

    assertThat(ResultCheck.compare(expected, results).exact()).isFalse();
  }

  @Test
  void shouldRefuseAChangedAmount() {
    List<Result> results = right();
    Result result = results.get(3);
    results.set(3, new Result(result.pane(), result.revenue().plus(new Revenue(1, 0))));

    ResultCheck check = ResultCheck.compare(expected, results);

    assertThat(check.exact()).isFalse();
    assertThat(check.ordersCounted()).isEqualTo(check.ordersExpected());
  }

  @Test
  void shouldRefuseAResultOfAWindowThatNothingCompletes() {
    List<Result> results = right();
    long start = CanonicalInput.FIRST_EVENT + 10 * CanonicalInput.SPAN_MS;
    results.add(
        new Result(
            new Pane("region-100", start, start + CanonicalInput.WINDOW_MS), new Revenue(1, 1)));

    ResultCheck check = ResultCheck.compare(expected, results);

    assertThat(check.exact()).isFalse();
    assertThat(check.resultsBeyond()).isEqualTo(1);
    assertThat(check.ordersCounted()).isEqualTo(check.ordersExpected());
  }

  @Test
  void shouldRefuseAResultOfARegionThatHasNone() {
    List<Result> results = right();
    Pane pane = results.get(3).pane();
    results.add(
        new Result(new Pane("nowhere", pane.windowStart(), pane.windowEnd()), new Revenue(1, 1)));

    assertThat(ResultCheck.compare(expected, results).exact()).isFalse();
  }

  private List<Result> right() {
    List<Result> results = new ArrayList<>();
    expected.panes().forEach((pane, revenue) -> results.add(new Result(pane, revenue)));
    return results;
  }

  private static ExpectedRevenue expected() {
    CanonicalInput input = new CanonicalInput(2_000, 100, 1);
    ExpectedRevenue expected = new ExpectedRevenue(input);
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      input.forEachOrder(partition, expected::add);
    }
    return expected;
  }
}
