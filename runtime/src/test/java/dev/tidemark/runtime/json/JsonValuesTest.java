package dev.tidemark.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValuesTest {

  private record Point(int x, @Nullable String label) {}

  private record Failing(String text) {
    @Override
    public String text() {
      throw new UnsupportedOperationException("no text");
    }
  }

  private static final class Plain {
    @Override
    public String toString() {
      return "plain ".repeat(1_000);
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, "null"),
        Arguments.of(true, "true"),
        Arguments.of(42L, "42"),
        Arguments.of((short) 7, "7"),
        Arguments.of(1.5, "1.5"),
        Arguments.of(Double.NaN, "\"NaN\""),
        Arguments.of(new BigDecimal("1E+3"), "\"1000\""),
        Arguments.of(BigInteger.TEN.pow(30), "\"1" + "0".repeat(30) + "\""),
        Arguments.of("a\"b", "\"a\\\"b\""),
        Arguments.of(OrderStatus.PAID, "\"PAID\""),
        Arguments.of(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
        Arguments.of(Duration.ofMinutes(5), "\"PT5M\""),
        Arguments.of(new byte[] {1, 2}, "\"AQI=\""),
        Arguments.of(ByteBuffer.wrap(new byte[] {1, 2}), "\"AQI=\""),
        Arguments.of(List.of(1, "a"), "[1,\"a\"]"),
        Arguments.of(new Object[] {1, null}, "[1,null]"),
        Arguments.of(Map.of(1, "a"), "{\"1\":\"a\"}"),
        Arguments.of(Optional.of(3), "3"),
        Arguments.of(new Point(3, null), "{\"x\":3,\"label\":null}"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldShowAValueAsItsJson(@Nullable Object value, String json) {
    assertThat(new JsonValues().of(value)).hasToString(json);
  }

  @Test
  void shouldShowAnEventWithReadableTimesAndWithoutUnionWrappers() {
    Order order =
        new Order(
            "o1",
            "u1",
            OrderStatus.PAID,
            250L,
            Instant.parse("2026-11-20T10:00:00Z"),
            "EUR",
            "web",
            "soon");

    assertThat(new JsonValues().of(order))
        .hasToString(
            "{\"order_id\":\"o1\",\"user_id\":\"u1\",\"status\":\"PAID\",\"amount_cents\":250,"
                + "\"created_at\":\"2026-11-20T10:00:00Z\",\"currency\":\"EUR\",\"channel\":\"web\","
                + "\"note\":\"soon\"}");
  }

  @Test
  void shouldCutTheTextOfWhatItDoesNotKnow() {
    assertThat(new JsonValues().of(new Plain()).asText()).hasSize(1_000).startsWith("plain ");
  }

  @Test
  void shouldSayWhichAccessorFails() {
    assertThatThrownBy(() -> new JsonValues().of(new Failing("a")))
        .hasMessageContaining("text()")
        .hasRootCauseMessage("no text");
  }

  @Test
  void shouldRefuseWhatIsTooDeepOrTooLarge() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);

    assertThatThrownBy(() -> new JsonValues().of(circle))
        .isInstanceOf(JsonValues.TooLarge.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> new JsonValues().of(new ArrayList<>(Collections.nCopies(300_000, 1))))
        .isInstanceOf(JsonValues.TooLarge.class);
    assertThatThrownBy(() -> new JsonValues().of("x".repeat(20_000_000)))
        .isInstanceOf(JsonValues.TooLarge.class);
    assertThat(new JsonValues().of(Arrays.asList(new Integer[100_000]))).hasSize(100_000);
  }
}
