package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
  private long nanos;
  private final LogBudget budget = new LogBudget(100, 1_000, () -> nanos);

  @Test
  void shouldBeOpenUntilABurstIsSpent() {
    budget.spend(999);
    assertThat(budget.isOpen()).isTrue();

    budget.spend(1);

    assertThat(budget.isOpen()).isFalse();
  }

  @Test
  void shouldOpenAgainOnlyWhenATenthOfABurstIsThere() {
    budget.spend(1_000);
    budget.isOpen();

    passes(900);
    assertThat(budget.isOpen()).isFalse();
    passes(100);
    assertThat(budget.isOpen()).isTrue();
  }

  @Test
  void shouldKeepAsMuchInTheLongRunAsIsStated() {
    long kept = 0;
    for (int millis = 0; millis < 60_000; millis += 10) {
      passes(10);
      for (int line = 0; line < 5 && budget.isOpen(); line++) {
        budget.spend(20);
        kept += 20;
      }
    }

    assertThat(kept).isBetween(60 * 100L, 60 * 100L + 1_000 + 100);
  }

  @Test
  void shouldNotSaveUpMoreThanABurst() {
    passes(TimeUnit.HOURS.toMillis(1));
    assertThat(budget.isOpen()).isTrue();
    budget.spend(1_000);

    assertThat(budget.isOpen()).isFalse();
  }

  @Test
  void shouldTellOnceWhatWasDropped() {
    budget.dropped(10);
    budget.dropped(20);

    assertThat(budget.takeDropped()).isEqualTo(new LogBudget.Dropped(2, 30));
    assertThat(budget.takeDropped()).isEqualTo(new LogBudget.Dropped(0, 0));
  }

  private void passes(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
