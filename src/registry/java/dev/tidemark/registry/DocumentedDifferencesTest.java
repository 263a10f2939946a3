package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation names the differences that the tests know, no more and no fewer. */
final class DocumentedDifferencesTest {
  private static final Pattern SECTION =
      Pattern.compile("\n## Beside Confluent's client\n(.*?)(\n## |\\z)", Pattern.DOTALL);

  @Test
  void shouldDocumentEachDifferenceAndNoOther() throws IOException {
    Matcher section = SECTION.matcher(Files.readString(Path.of("..", "..", "docs", "schemas.md")));
    assertThat(section.find()).isTrue();

    List<String> documented =
        section
            .group(1)
            .lines()
            .filter(line -> line.startsWith("| **"))
            .map(line -> line.substring(4, line.indexOf("**", 4)))
            .toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Difference.values()).map(Difference::title).toList());
  }
}
