package dev.tidemark.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Invocation;
import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts: how they are kept, and which one counts. */
class ConfigCommandTest {
  @TempDir Path home = Path.of("");

  @Test
  void shouldUseTheFirstContextUntilAnotherIsChosen() {
    run("set-context", "one", "--url", "http://one:1");
    run("set-context", "two", "--url", "http://two:2/,https://two:3");
    assertThat(run("current-context").out()).isEqualTo("one\n");

    run("use-context", "two");

    assertThat(run("current-context").out()).isEqualTo("two\n");
    assertThat(run("get-contexts").out())
        .isEqualTo(
            """
            CURRENT  NAME  URLS                        TOKEN FILE  CA FILE
                     one   http://one:1                -           -
            *        two   http://two:2,https://two:3  -           -
            """);
    assertThat(run("get-contexts", "-o", "name").out()).isEqualTo("one\ntwo\n");
    assertThat(run("get-contexts", "-o", "jsonl").out().lines())
        .first()
        .isEqualTo(
            "{\"name\":\"one\",\"current\":false,\"urls\":[\"http://one:1\"],\"token_file\":null,\"ca_file\":null}");
  }

  @Test
  void shouldChangeOnlyWhatIsStated() {
    run("set-context", "one", "--url", "http://one:1", "--token-file", "/t");

    run("set-context", "one", "--url", "http://one:2");
    assertThat(run("get-contexts").out()).contains("http://one:2", "/t");

    run("set-context", "one", "--token-file", "");
    assertThat(run("get-contexts").out()).contains("http://one:2").doesNotContain("/t");
  }

  @Test
  void shouldForgetAContext() {
    run("set-context", "one", "--url", "http://one:1");

    assertThat(run("remove-context", "one").exitCode()).isZero();

    assertThat(run("get-contexts").out()).doesNotContain("one:1");
    assertThat(run("current-context").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(run("remove-context", "one").exitCode()).isEqualTo(2);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldKeepThemForTheirOwnerAlone() throws IOException {
    run("set-context", "one", "--url", "http://one:1");

    Path file = home.resolve("tidemark/config.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one",
        "one:1",
        "ftp://one",
        "http://",
        "http://me:secret@one",
        "http://one/x?y",
        "http://a b"
      })
  void shouldRefuseWhatIsNoAddressOfANode(String url) {
    Invocation set = run("set-context", "one", "--url", url);

    assertThat(set.exitCode()).isEqualTo(2);
    assertThat(set.err()).contains("is not the address of a node").doesNotContain("secret");
    assertThat(home.resolve("tidemark")).doesNotExist();
  }

  @Test
  void shouldRefuseANameThatNobodyCanType() {
    assertThat(run("set-context", "a b", "--url", "http://one:1").exitCode()).isEqualTo(2);
    assertThat(run("set-context", "a").err()).contains("has no address");
    assertThat(run("use-context", "a").err()).contains("there is no context 'a'");
    assertThat(run().err()).contains("a verb is missing", "tidemark config --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"contexts\": 1}", "{\"contexts\":{\"one\":{}}}", "no json"})
  void shouldSayWhereItIsWhenTheFileIsBroken(String content) throws IOException {
    Files.createDirectories(home.resolve("tidemark"));
    Path file = Files.writeString(home.resolve("tidemark/config.json"), content);

    Invocation get = run("get-contexts");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err()).contains(file.toString(), "hint: fix it");
  }

  @Test
  void shouldTakeTheFirstThatIsStated() throws IOException {
    Path token = Files.writeString(home.resolve("token"), "tmk_prod\n");
    run("set-context", "prod", "--url", "https://prod:1", "--token-file", token.toString());
    run("set-context", "test", "--url", "http://test:1");
    ClientOptions none = new ClientOptions();
    ClientOptions context = new ClientOptions();
    context.context = "test";
    ClientOptions url = new ClientOptions();
    url.url = "http://127.0.0.1:9";

    assertThat(urls(none, Map.of())).isEqualTo("[https://prod:1]");
    assertThat(urls(none, Map.of("TIDEMARK_CONTEXT", "test"))).isEqualTo("[http://test:1]");
    assertThat(urls(none, Map.of("TIDEMARK_URL", "http://env", "TIDEMARK_CONTEXT", "test")))
        .isEqualTo("[http://env]");
    assertThat(urls(context, Map.of("TIDEMARK_URL", "http://env"))).isEqualTo("[http://test:1]");
    assertThat(urls(url, Map.of("TIDEMARK_URL", "http://env"))).isEqualTo("[http://127.0.0.1:9]");
  }

  @Test
  void shouldNeverSendTheTokenOfAContextElsewhere() throws IOException {
    Path token = Files.writeString(home.resolve("token"), "tmk_prod\n");
    run("set-context", "prod", "--url", "https://prod:1", "--token-file", token.toString());
    ClientOptions url = new ClientOptions();
    url.url = "http://other:1";

    assertThat(new ClientOptions().access(terminal(Map.of())).token()).contains("tmk_prod");
    assertThat(url.access(terminal(Map.of())).token()).isEmpty();
    assertThat(url.access(terminal(Map.of("TIDEMARK_TOKEN", "tmk_env"))).token())
        .contains("tmk_env");
    assertThat(url.access(terminal(Map.of("TIDEMARK_TOKEN", "tmk_env"))).exposesToken()).isTrue();
    assertThat(new ClientOptions().access(terminal(Map.of())))
        .hasToString("Access[https://prod:1]");
  }

  @Test
  void shouldAskTheNodeOnThisMachineWhenNothingIsStated() {
    assertThat(urls(new ClientOptions(), Map.of())).isEqualTo("[http://127.0.0.1:8080]");
  }

  @Test
  void shouldRefuseToGuessBetweenAUrlAndAContext() {
    assertThat(Invocation.of("list", "--url", "http://a", "--context", "b").err())
        .contains("--url and --context exclude each other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines"})
  void shouldRefuseAFileThatHoldsNoToken(String content) throws IOException {
    Path file = Files.writeString(home.resolve("token"), content);

    Invocation list = Invocation.of("list", "--token-file", file.toString());

    assertThat(list.exitCode()).isEqualTo(2);
    assertThat(list.err()).contains("does not hold one token").doesNotContain("lines");
    assertThat(Invocation.of("list", "--token-file", "none").err()).contains("can't be read");
  }

  private String urls(ClientOptions options, Map<String, String> environment) {
    return options.access(terminal(environment)).urls().toString();
  }

  private Terminal terminal(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XDG_CONFIG_HOME", home.toString());
    return Invocation.terminal(all);
  }

  private Invocation run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "config";
    System.arraycopy(args, 0, all, 1, args.length);
    return Invocation.with(Map.of("XDG_CONFIG_HOME", home.toString()), all);
  }
}
