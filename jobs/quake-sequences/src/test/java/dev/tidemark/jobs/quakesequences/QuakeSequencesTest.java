package dev.tidemark.jobs.quakesequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schemas.Earthquake;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuakeSequencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "37km NNE of Amboy, Washington | Washington",
        "1km N of Somewhere, Else, CA | CA",
        "Banda Sea | Banda Sea",
        "off the coast,Chile | off the coast,Chile",
      })
  void shouldTakeTheRegionFromTheEndOfAPlace(String place, String region) {
    Earthquake quake = new Earthquake(Instant.EPOCH, "id", 1.0, place, 0.0, 0.0, 0.0);

    assertThat(QuakeSequences.region(quake)).isEqualTo(region);
  }
}
