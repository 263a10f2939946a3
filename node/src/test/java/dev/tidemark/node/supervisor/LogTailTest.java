package dev.tidemark.node.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.001Z");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @Test
  void shouldReadNothingWhereNothingIs() throws IOException {
    assertThat(read(10, null)).isEmpty();
    Files.createFile(file(0));
    assertThat(read(10, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldReadTheNewestLinesOfAllFilesInTheirOrder(long seed) throws IOException {
    Random random = new Random(seed);
    List<LogTail.Entry> written = new ArrayList<>();
    for (int age = LogFiles.FILES - 1; age >= 0; age--) {
      int lines = random.nextInt(400);
      for (int i = 0; i < lines; i++) {
        // some longer than what is read at once
        int length = random.nextInt(20) == 0 ? random.nextInt(150_000) : random.nextInt(80);
        LogTail.Entry entry =
            new LogTail.Entry(NOON.plusMillis(written.size()), "ü".repeat(length / 2) + " " + i);
        written.add(entry);
        append(age, entry.line());
      }
    }
    int count = random.nextInt(1_000);

    List<LogTail.Entry> read = read(count, null);

    List<LogTail.Entry> newest =
        written.subList(Math.max(0, written.size() - count), written.size());
    // of very long lines it reads some MiB at most
    assertThat(newest).endsWith(read.toArray(LogTail.Entry[]::new));
    long chars = newest.stream().mapToLong(entry -> entry.line().length()).sum();
    if (chars < 6 << 20) {
      assertThat(read).hasSameSizeAs(newest);
    }
  }

  @Test
  void shouldStopAtWhatIsOlderThanAsked() throws IOException {
    for (int i = 0; i < 10; i++) {
      append(i < 5 ? 1 : 0, new LogTail.Entry(NOON.plusSeconds(i), "line " + i).line());
    }

    assertThat(read(100, NOON.plusSeconds(3)))
        .extracting(LogTail.Entry::text)
        .containsExactly("line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9");
  }

  @Test
  void shouldReadWhatWasThereWhenItWasOpenedThoughFilesAreRenamedAndGrow() throws IOException {
    append(0, new LogTail.Entry(NOON, "before").line());
    try (LogTail tail = open()) {
      append(0, new LogTail.Entry(NOON, "later").line());
      Files.move(file(0), file(1), StandardCopyOption.REPLACE_EXISTING);
      append(0, new LogTail.Entry(NOON, "much later").line());

      assertThat(tail.read(10, null)).extracting(LogTail.Entry::text).containsExactly("before");
    }
  }

  @Test
  void shouldSkipWhatIsNoLineOfALog() throws IOException {
    append(0, "garbage\n\nnot-a-time text\n");
    append(0, new LogTail.Entry(NOON, "a line").line());
    append(0, NOON + " cut off, since the disk was full");

    assertThat(read(10, null))
        .extracting(LogTail.Entry::text)
        .containsExactly("a line", "cut off, since the disk was full");
  }

  private List<LogTail.Entry> read(int count, @Nullable Instant since) throws IOException {
    try (LogTail tail = open()) {
      return tail.read(count, since);
    }
  }

  private LogTail open() throws IOException {
    return LogTail.open(List.of(file(0), file(1), file(2)));
  }

  private void append(int age, String text) throws IOException {
    Files.write(
        file(age), text.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path file(int age) {
    return folder.resolve("job.log" + (age == 0 ? "" : "." + age));
  }
}
