package dev.tidemark.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimilarNamesTest {

  private static final Set<String> KNOWN = Set.of("orders", "orders-late", "users");

  @Test
  void shouldFindTheNameThatWasMistyped() {
    assertThat(SimilarNames.meant("ordres", KNOWN)).contains("orders");
    assertThat(SimilarNames.meant("order-late", KNOWN)).contains("orders-late");
    assertThat(SimilarNames.meant("user", KNOWN)).contains("users");
  }

  @Test
  void shouldSuggestNothingForAnotherName() {
    assertThat(SimilarNames.meant("flights", KNOWN)).isEmpty();
    assertThat(SimilarNames.meant("orders", List.of())).isEmpty();
    assertThat(SimilarNames.meant("o".repeat(100_000), KNOWN)).isEmpty();
  }

  @Test
  void shouldTakeTheFirstInTheAlphabetOfEquallyNearNames() {
    assertThat(SimilarNames.nearest("b", List.of("c", "a"))).contains("a");
  }

  @Test
  void shouldFindTheNearestHoweverFarItIs() {
    assertThat(SimilarNames.nearest("flights", KNOWN)).isPresent();
  }
}
