package dev.tidemark.topology.eventtime.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialBufferTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCombineAsThePlainDefinitionDoes(boolean tumbling) {
    var random = new SplittableRandom(9);
    for (int run = 0; run < 1_000; run++) {
      WindowSpec spec = spec(tumbling, random.nextLong(1, 12));
      PartialBuffer buffer = spec.partials(ElementIds.ofIntegers());
      for (int round = 0; round < 2; round++) {
        var naive = new NaiveWindows(spec);
        for (int id = 0; id < random.nextInt(1, 25); id++) {
          String key = random.nextBoolean() ? "a" : "b";
          long time = random.nextLong(-40, 40);
          naive.add(key, time, id);
          buffer.add(new KeyBytes(key.getBytes(UTF_8)), spec.windowsOf(time), id);
        }
        assertThat(buffer.size()).isEqualTo(naive.open().size());
        assertThat(drain(buffer))
            .containsExactlyInAnyOrderElementsOf(
                naive.open().stream()
                    .map(
                        p -> p.key() + p.first() + ".." + p.last() + "x" + p.ids().size() + p.ids())
                    .toList());
        assertThat(buffer.size()).isZero();
        assertThat(drain(buffer)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStayAsItWasWhenTheAggregationFails(boolean tumbling) {
    var aggregates =
        new Aggregates(
            new FailingCombine(new ElementIds(e -> new int[] {Integer.parseInt((String) e)})));
    WindowSpec spec = spec(tumbling, 10);
    PartialBuffer buffer = spec.partials(aggregates);
    var key = new KeyBytes(new byte[] {'k'});
    buffer.add(key, spec.windowsOf(1), "1");

    assertThatThrownBy(() -> buffer.add(key, spec.windowsOf(2), "no number"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> buffer.add(key, spec.windowsOf(35), "no number"))
        .isInstanceOf(NumberFormatException.class);

    buffer.add(key, spec.windowsOf(1), "3");
    assertThat(buffer.size()).isEqualTo(1);
    assertThat(drain(buffer)).singleElement().asString().endsWith("x2[1, 3]");
  }

  @Test
  void shouldAddAnElementToAllOfItsPanesOrToNone() {
    var aggregates =
        new Aggregates(
            new FailingCombine(new ElementIds(e -> new int[] {Integer.parseInt((String) e)})));
    WindowSpec spec = new OverlappingWindows(10, 5);
    PartialBuffer buffer = spec.partials(aggregates);
    var key = new KeyBytes(new byte[] {'k'});

    buffer.add(key, spec.windowsOf(7), "1");
    assertThatThrownBy(() -> buffer.add(key, spec.windowsOf(12), "no number"))
        .isInstanceOf(NumberFormatException.class);
    buffer.add(key, spec.windowsOf(12), "2");

    assertThat(buffer.size()).isEqualTo(3);
    List<String> counted = new ArrayList<>();
    buffer.drain(
        (k, pane, count, ledger, ids) ->
            counted.add(pane + " " + count + " " + ledger + Arrays.toString((int[]) ids)));
    assertThat(counted)
        .containsExactlyInAnyOrder(
            new PaneBounds(0, 9) + " 1 0[1]",
            new PaneBounds(5, 14) + " 2 1[1, 2]",
            new PaneBounds(10, 19) + " 1 1[2]");
  }

  private static WindowSpec spec(boolean tumbling, long length) {
    return tumbling ? new WindowSpec.Tumbling(length) : new WindowSpec.Session(length);
  }

  private static List<String> drain(PartialBuffer buffer) {
    List<String> partials = new ArrayList<>();
    buffer.drain(
        (key, pane, count, counted, ids) ->
            partials.add(
                new String(key.bytes(), UTF_8)
                    + pane.first()
                    + ".."
                    + pane.last()
                    + "x"
                    + count
                    + Arrays.toString((int[]) ids)));
    return partials;
  }
}
