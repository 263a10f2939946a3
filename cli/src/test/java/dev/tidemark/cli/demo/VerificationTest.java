package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.StateDelays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationTest {

  private static List<Answer> delays = List.of();

  @BeforeAll
  static void computeTheRealAnswer() {
    delays = Figures.delays().results().stream().map(Answer::of).toList();
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, 50).boxed();
  }

  @Test
  void shouldPassWhatIsAsExpected() {
    Verification verification = Verification.compare("delays-by-state", delays, delays);

    assertThat(verification.passed()).isTrue();
    assertThat(verification.report())
        .containsExactly(String.format("delays-by-state: all %,d as expected", delays.size()));
  }

  @Test
  void shouldPassNothingWhereNothingIsExpected() {
    assertThat(Verification.compare("quakes-late", List.of(), List.of()).passed()).isTrue();
  }

  @Test
  void shouldNotMindTheOrderBetweenKeys() {
    List<Answer> byKey = new ArrayList<>(delays);
    byKey.sort(Comparator.comparing(Answer::key).thenComparing(Answer::time));

    assertThat(byKey).isNotEqualTo(delays);
    assertThat(Verification.compare("t", delays, byKey).passed()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldFailWhenOneRecordIsDropped(long seed) {
    List<Answer> actual = new ArrayList<>(delays);
    Answer dropped = actual.remove(new SplittableRandom(seed).nextInt(actual.size()));

    Verification verification = Verification.compare("t", delays, actual);

    assertThat(verification.passed()).isFalse();
    assertThat(verification.missing()).containsExactly(dropped);
    assertThat(verification.unexpected()).isEmpty();
    assertThat(verification.duplicated()).isEmpty();
    assertThat(verification.outOfOrder()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldFailWhenOneRecordIsDoubled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Answer> actual = new ArrayList<>(delays);
    Answer doubled = actual.get(random.nextInt(actual.size()));
    actual.add(random.nextInt(actual.indexOf(doubled), actual.size()), doubled);

    Verification verification = Verification.compare("t", delays, actual);

    assertThat(verification.passed()).isFalse();
    assertThat(verification.duplicated()).containsExactly(doubled);
    assertThat(verification.missing()).isEmpty();
    assertThat(verification.unexpected()).isEmpty();
    assertThat(verification.outOfOrder()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldFailWhenOneRecordIsChanged(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int changed = random.nextInt(delays.size());
    Answer before = delays.get(changed);
    Answer after =
        switch (random.nextInt(3)) {
          case 0 -> new Answer(before.key() + "x", before.time(), before.json());
          case 1 -> new Answer(before.key(), before.time().plusMillis(1), before.json());
          default ->
              new Answer(
                  before.key(),
                  before.time(),
                  before.json().replace("\"flights\":", "\"flights\":1"));
        };
    List<Answer> actual = new ArrayList<>(delays);
    actual.set(changed, after);

    Verification verification = Verification.compare("t", delays, actual);

    assertThat(verification.passed()).isFalse();
    assertThat(verification.missing()).containsExactly(before);
    assertThat(verification.unexpected()).containsExactly(after);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldFailWhenTwoWindowsOfOneKeyChangePlaces(long seed) {
    List<Integer> ofOneKey = new ArrayList<>();
    String key = delays.get(new SplittableRandom(seed).nextInt(delays.size())).key();
    for (int i = 0; i < delays.size(); i++) {
      if (String.valueOf(key).equals(delays.get(i).key())) {
        ofOneKey.add(i);
      }
    }
    if (ofOneKey.size() < 2) {
      return;
    }
    List<Answer> actual = new ArrayList<>(delays);
    Collections.swap(actual, ofOneKey.get(0), ofOneKey.get(1));

    Verification verification = Verification.compare("t", delays, actual);

    assertThat(verification.passed()).isFalse();
    assertThat(verification.outOfOrder()).containsExactly(delays.get(ofOneKey.get(0)));
    assertThat(verification.missing()).isEmpty();
  }

  @Test
  void shouldCountEqualRecordsRatherThanSeeThem() {
    Answer twin = answer("TX", 1);

    assertThat(Verification.compare("t", List.of(twin, twin), List.of(twin, twin)).passed())
        .isTrue();
    assertThat(Verification.compare("t", List.of(twin, twin), List.of(twin)).missing())
        .containsExactly(twin);
    assertThat(
            Verification.compare("t", List.of(twin, twin), List.of(twin, twin, twin)).duplicated())
        .containsExactly(twin);
    assertThat(Verification.compare("t", List.of(twin, twin), List.of()).missing())
        .containsExactly(twin, twin);
  }

  @Test
  void shouldShowTheFirstFewOfEachKind() {
    List<Answer> many =
        LongStream.rangeClosed(1, 5).mapToObj(flights -> answer("TX", flights)).toList();

    assertThat(Verification.compare("delays-by-state", many, List.of(answer("AK", 9))).report())
        .containsExactly(
            "delays-by-state: 5 expected, 1 found: 5 missing, 1 unexpected, 0 duplicated, 0 out of order",
            "  missing: " + many.get(0),
            "  missing: " + many.get(1),
            "  missing: " + many.get(2),
            "  missing: and 2 more",
            "  unexpected: AK at 2001-01-01T23:59:59.999Z: {\"state\":\"AK\",\"window_start\":\"2001-01-01T00:00:00Z\","
                + "\"window_end\":\"2001-01-02T00:00:00Z\",\"flights\":9,\"total_delay_minutes\":20,"
                + "\"max_delay_minutes\":20}");
  }

  private static Answer answer(String state, long flights) {
    Instant day = Instant.parse("2001-01-01T00:00:00Z");
    return Answer.of(new StateDelays(state, day, day.plusSeconds(86_400), flights, 20L, 20));
  }
}
