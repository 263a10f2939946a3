package dev.tidemark.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaFilesTest {

  private static final Map<String, Schema> BY_SUBJECT =
      Map.of(
          "airports-value", Airport.getClassSchema(),
          "flights-value", Flight.getClassSchema(),
          "delays-by-state-value", StateDelays.getClassSchema(),
          "earthquakes-value", Earthquake.getClassSchema(),
          "quake-sequences-value", QuakeSequence.getClassSchema(),
          "orders-value", Order.getClassSchema(),
          "users-value", User.getClassSchema(),
          "revenue-by-region-value", RegionRevenue.getClassSchema());

  static Stream<Arguments> schemas() {
    return BY_SUBJECT.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldStandInAFileNamedAfterItsSubject(String subject, Schema schema) throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/avro/" + subject + ".avsc")) {
      Schema inFile = new Schema.Parser().parse(Objects.requireNonNull(file, subject));

      assertThat(inFile.getFullName()).isEqualTo(schema.getFullName());
      assertThat(names(inFile)).isEqualTo(names(schema));
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldSayWhatEveryFieldMeans(String subject, Schema schema) {
    assertThat(schema.getDoc()).as(subject).isNotBlank();
    assertThat(schema.getFields())
        .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldNameItsFieldsInSnakeCase(String subject, Schema schema) {
    assertThat(names(schema)).as(subject).allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }
}
