package dev.tidemark.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.tests.base.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the pages, and from the pages to sources, lead to files and headings. */
class DocumentLinksTest {

  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\\n]*`");
  private static final Pattern INLINE = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([^\\]]+)\\]: (\\S+)$");
  private static final Pattern USE = Pattern.compile("\\[([^\\]]+)\\]\\[\\]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z/]+)/` \\|");

  /** Rooms of ARCHITECTURE.md that are not split out yet. */
  private static final Set<String> PLANNED_ROOMS = Set.of("memory");

  static Stream<Path> pages() throws IOException {
    return Repository.allPages().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLeadToFilesAndHeadings(Path page) throws IOException {
    String prose = prose(page);
    Stream<String> targets =
        Stream.concat(
            INLINE.matcher(prose).results().map(link -> link.group(1)),
            DEFINITION.matcher(prose).results().map(link -> link.group(2)));

    assertThat(
            targets
                .filter(target -> !target.matches("(?:https?|mailto):.*"))
                .filter(target -> !isThere(page, target)))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldDefineEachLinkThatIsUsedAndNoOther(Path page) throws IOException {
    String prose = prose(page);

    assertThat(names(DEFINITION, prose)).isEqualTo(names(USE, prose));
  }

  @Test
  void shouldDescribeTheRoomsThatExist() throws IOException {
    Path root = Repository.root();
    List<String> rooms =
        ROOM.matcher(Files.readString(root.resolve("ARCHITECTURE.md")))
            .results()
            .map(room -> room.group(1))
            .toList();

    assertThat(rooms)
        .hasSizeGreaterThan(10)
        .allMatch(room -> Files.isDirectory(root.resolve(room)) != PLANNED_ROOMS.contains(room));
    try (Stream<Path> folders = Files.list(root)) {
      assertThat(rooms)
          .containsAll(
              folders
                  .filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                  .map(folder -> folder.getFileName().toString())
                  .toList());
    }
  }

  private static boolean isThere(Path page, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || headings(file).contains(parts[1]);
  }

  private static Set<String> headings(Path page) {
    try {
      return HEADING
          .matcher(Files.readString(page).replaceAll("(?ms)^```.*?^```", ""))
          .results()
          .map(heading -> anchor(heading.group(1)))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + page, e);
    }
  }

  /** Makes the anchor of a heading as GitHub does. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
        .strip()
        .replace(' ', '-');
  }

  private static Set<String> names(Pattern pattern, String prose) {
    return pattern
        .matcher(prose)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static String prose(Path page) throws IOException {
    return CODE.matcher(Files.readString(page).replace("\r\n", "\n")).replaceAll("");
  }
}
