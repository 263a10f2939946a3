package dev.tidemark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path home = Path.of("");

  @Test
  void shouldGiveEachWorkerASlotAndTheFreedOneToTheNext() throws IOException {
    Path root = home.resolve("tidemark").resolve("revenue");

    try (StateFolder first = take(Optional.empty())) {
      StateFolder second = take(Optional.empty());
      assertThat(first.path()).isEqualTo(root.resolve("worker-0"));
      assertThat(second.path()).isEqualTo(root.resolve("worker-1"));
      second.close();
      try (StateFolder third = take(Optional.empty())) {
        assertThat(third.path()).isEqualTo(root.resolve("worker-1"));
      }
    }
  }

  @Test
  void shouldRefuseAStatedFolderThatIsInUse() throws IOException {
    Optional<Path> stated = Optional.of(home.resolve("mine"));

    try (StateFolder first = take(stated)) {
      assertThat(first.path()).isDirectory();
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> take(stated))
          .withMessageContaining("another process uses");
    }
  }

  @Test
  void shouldIgnoreAStateHomeThatIsNotAbsolute() {
    assertThat(StateFolder.root("revenue", Map.of("XDG_STATE_HOME", "state")))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/tidemark/revenue"));
  }

  private StateFolder take(Optional<Path> stated) {
    return StateFolder.take(stated, "revenue", Map.of("XDG_STATE_HOME", home.toString()));
  }
}
