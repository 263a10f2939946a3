package dev.tidemark.node.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @Test
  void shouldMakeNoFileBeforeTheFirstLine() throws IOException {
    try (LogFiles files = open()) {
      files.flush();
      assertThat(folder).isEmptyDirectory();
      write(files, "one\n");
      files.flush();
      assertThat(log("")).hasContent("one");
    }
  }

  @Test
  void shouldKeepTheNewestThreeFilesWithinTheirLimit() throws IOException {
    try (LogFiles files = open()) {
      for (int i = 10; i < 30; i++) {
        write(files, i + "345678\n"); // two fit
      }
      files.flush();

      assertThat(log("")).hasContent("28345678\n29345678\n");
      assertThat(log(".1")).hasContent("26345678\n27345678\n");
      assertThat(log(".2")).hasContent("24345678\n25345678\n");
      assertThat(folder.toFile().list()).hasSize(3);
    }
  }

  @Test
  void shouldHeedTheLimitOfAFileThatWasThereBefore() throws IOException {
    Files.writeString(log(""), "0".repeat(18) + "\n");
    try (LogFiles files = open()) {
      write(files, "new\n");
      files.flush();

      assertThat(log("")).hasContent("new");
      assertThat(log(".1")).hasContent("0".repeat(18));
    }
  }

  @Test
  void shouldGoOnInAFileThatHasRoom() throws IOException {
    for (String line : new String[] {"one\n", "two\n"}) {
      try (LogFiles files = open()) {
        write(files, line);
      }
    }

    assertThat(log("")).hasContent("one\ntwo");
    assertThat(log(".1")).doesNotExist();
  }

  @Test
  void shouldTakeALineThatIsLongerThanAFile() throws IOException {
    try (LogFiles files = open()) {
      write(files, "x".repeat(100) + "\n");
      write(files, "short\n");
      files.flush();

      assertThat(log(".1")).hasContent("x".repeat(100));
      assertThat(log("")).hasContent("short");
    }
  }

  @Test
  void shouldRemoveAllFiles() throws IOException {
    try (LogFiles files = open()) {
      for (int i = 0; i < 10; i++) {
        write(files, "12345678\n");
      }
      files.remove();
      assertThat(folder).isEmptyDirectory();
      write(files, "again\n");
      files.flush();
      assertThat(log("")).hasContent("again");
    }
  }

  @Test
  void shouldSayWhatIsWrongWithAFolderThatCanNotBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (LogFiles files = new LogFiles(file.resolve("job.log"), 20)) {
      assertThatThrownBy(() -> write(files, "one\n"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private LogFiles open() {
    return new LogFiles(log(""), 20);
  }

  private Path log(String suffix) {
    return folder.resolve("job.log" + suffix);
  }

  private static void write(LogFiles files, String line) throws IOException {
    files.write(line.getBytes(UTF_8));
  }
}
