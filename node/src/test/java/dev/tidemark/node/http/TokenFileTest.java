package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.Principal.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are kept as hashes, and what their file says holds a second later. */
class TokenFileTest {
  private final AtomicLong now = new AtomicLong();
  private final String ada = Tokens.create();
  private final String bob = Tokens.create();

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @SuppressWarnings("NullAway.Init") // set before each
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = SecretFiles.write(folder.resolve("tokens"), Tokens.line("ada", Role.OPERATOR, ada));
  }

  @Test
  void shouldKeepNoTokenButItsHash() throws IOException {
    assertThat(Files.readString(file))
        .matches("ada operator [0-9a-f]{64}")
        .doesNotContain(ada, ada.substring(Tokens.PREFIX.length()));
  }

  @Test
  void shouldMakeTokensThatNobodyGuesses() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String token = Tokens.create();
      assertThat(token).matches("tmk_[A-Za-z0-9_-]{43}");
      made.add(token);
    }
    assertThat(made).hasSize(1000);
  }

  @Test
  void shouldKnowWhoseTokenItIs() throws IOException {
    TokenFile tokens = new TokenFile(file, now::get);

    assertThat(tokens.principal(ada)).hasValue(new Principal("ada", Role.OPERATOR));
    assertThat(tokens.principal(bob)).isEmpty();
    assertThat(tokens.principal("")).isEmpty();
    assertThat(tokens.principal(Tokens.hash(ada))).isEmpty();
  }

  @Test
  void shouldReadTheFileAgainWhenItChanges() throws IOException {
    TokenFile tokens = new TokenFile(file, now::get);
    assertThat(tokens.principal(bob)).isEmpty();

    SecretFiles.write(file, "# new\n" + Tokens.line("bob", Role.VIEWER, bob) + "\n");
    later();

    assertThat(tokens.principal(bob)).hasValue(new Principal("bob", Role.VIEWER));
    assertThat(tokens.principal(ada)).isEmpty();
  }

  @Test
  void shouldLetNobodyInWhileTheFileCanNotBeRead() throws IOException {
    TokenFile tokens = new TokenFile(file, now::get);

    SecretFiles.write(file, Tokens.line("ada", Role.OPERATOR, ada) + "\nbob viewer oops\n");
    later();
    assertThat(tokens.principal(ada)).isEmpty();
    assertThat(tokens.isReadable()).isFalse();

    Files.delete(file);
    later();
    assertThat(tokens.principal(ada)).isEmpty();

    SecretFiles.write(file, Tokens.line("ada", Role.OPERATOR, ada));
    later();
    assertThat(tokens.principal(ada)).isPresent();
    assertThat(tokens.isReadable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada operator",
        "ada admin HASH",
        "local viewer HASH",
        "ada viewer abc",
        "ada viewer HASHz",
        "a/b viewer HASH",
        "ada viewer HASH extra"
      })
  void shouldSayWhichLineIsWrong(String line) throws IOException {
    SecretFiles.write(file, "# first\n" + line.replace("HASH", Tokens.hash(ada)));

    assertThatThrownBy(() -> new TokenFile(file, now::get))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " line 2 is not NAME ROLE SHA256")
        .hasMessageNotContaining(Tokens.hash(ada));
  }

  @Test
  void shouldRefuseAFileThatOthersCanRead() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> new TokenFile(file, now::get)).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "local", "a b", "-a", "a\nb", "ü"})
  void shouldRefuseNamesThatALogCouldNotShow(String name) {
    assertThatThrownBy(() -> Tokens.line(name, Role.VIEWER, ada))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't be named");
  }

  private void later() {
    now.addAndGet(Duration.ofSeconds(2).toNanos());
  }
}
