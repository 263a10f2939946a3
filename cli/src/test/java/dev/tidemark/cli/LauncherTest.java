package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script that people start, in a project where Java and Maven only write down how they were
 * called.
 */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class LauncherTest {
  private static final List<String> MODULES =
      List.of(
          "schemas",
          "serde",
          "topology",
          "runtime",
          "records",
          "dev",
          "jobs",
          "jobs/delays-by-state",
          "jobs/quake-sequences",
          "client",
          "worker",
          "node",
          "cli");

  @TempDir Path folder = Path.of("");
  private Path project = folder;
  private Path jdk = folder;
  private Path tools = folder;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void createProject() throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("pom.xml"), "");
    for (String module : MODULES) {
      Files.createDirectories(project.resolve(module));
      if (!module.equals("jobs")) { // that one only holds others
        Files.createDirectories(project.resolve(module).resolve("src/main"));
      }
      Files.writeString(project.resolve(module).resolve("pom.xml"), "");
    }
    script(project.resolve("tidemark"), Files.readString(Path.of("../tidemark")));
    jdk = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    tools = Files.createDirectories(folder.resolve("tools"));
    maven("mkdir -p cli/target && touch cli/target/tidemark-cli.jar");
  }

  @Test
  void shouldBuildOnFirstUseAndNotAgain() throws Exception {
    Outcome first = start("plan", "a b.jar");
    Outcome second = start("plan", "a b.jar");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).startsWith("Building Tidemark").contains("Built in ");
    assertThat(first.out())
        .contains("-jar " + project.toRealPath() + "/cli/target/tidemark-cli.jar plan a b.jar");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void shouldBuildAgainWhenASourceIsNewer() throws Exception {
    start("help");
    Path source = Files.writeString(project.resolve("topology/src/main/Job.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(start("help").err()).contains("Building Tidemark");
    assertThat(builds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "jobs/delays-by-state", "serde"})
  void shouldBuildAgainWhenAModuleIsNewerThanItsJar(String module) throws Exception {
    start("help");
    Files.delete(project.resolve("target/launcher/stamp"));
    assertThat(start("help").err()).isEmpty();
    Path source = Files.writeString(project.resolve(module).resolve("src/main/Job.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(start("help").err()).contains("Building Tidemark");
  }

  @Test
  void shouldNeitherBuildNorSpeakWhenSomebodyPressesTab() throws Exception {
    Outcome outcome = start("__complete", "jobs");

    assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    assertThat(folder.resolve("builds.txt")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "list, true, false",
    "-v list, true, false",
    "demo, true, false",
    "node, true, true",
    "dev, false, false",
    "run, false, false",
    "stop run, true, false"
  })
  void shouldGiveEachVerbTheJvmThatFitsIt(String line, boolean quick, boolean small)
      throws Exception {
    String command = start(line.split(" ")).out();

    assertThat(command.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
    assertThat(command.contains("-Xmx128m")).isEqualTo(small);
  }

  @Test
  void shouldBuildOnceWhenStartedTwiceAtATime() throws Exception {
    maven("sleep 1; mkdir -p cli/target && touch cli/target/tidemark-cli.jar");
    Process other = environment(process("help")).start();

    Outcome outcome = start("help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void shouldShowWhyABuildFailed() throws Exception {
    maven("echo '[ERROR] Job.java:[3,5] cannot find symbol'; echo '[ERROR] -> [Help 1]'; exit 1");

    Outcome outcome = start("demo");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("cannot find symbol", "error: the build failed after ", "hint: see ")
        .doesNotContain("Help 1");
  }

  @Test
  void shouldWorkThroughALinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("project/tidemark"));

    Outcome outcome =
        run(new ProcessBuilder("bash", link.toString(), "help").directory(tools.toFile()));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("/project/cli/target/tidemark-cli.jar help");
  }

  @ParameterizedTest
  @CsvSource({"11.0.2, 11", "1.8.0_402, 8", "16, 16"})
  void shouldRefuseAnOldJava(String version, String feature) throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");

    Outcome outcome = start("demo");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: this is Java " + feature + " ")
        .contains("hint: Tidemark needs a JDK 17");
  }

  @Test
  void shouldRefuseAJavaHomeWithoutJava() throws Exception {
    Files.delete(jdk.resolve("bin/java"));

    assertThat(start("demo").err()).startsWith("error: JAVA_HOME is '" + jdk + "'");
  }

  @Test
  void shouldAskForACompilerBeforeItBuilds() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    Outcome outcome = start("demo");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("error: there is no compiler", "not only a runtime");
  }

  @ParameterizedTest
  @CsvSource({"17.0.2, false", "22.0.1, false", "25, true", "25.0.1, true"})
  void shouldKeepANewJavaQuiet(String version, boolean quieted) throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");

    assertThat(start("help").out().contains("--enable-native-access=ALL-UNNAMED"))
        .isEqualTo(quieted);
  }

  @Test
  void shouldHandOverOptionsOfTheJvm() throws Exception {
    ProcessBuilder process = process("help");
    process.environment().put("TIDEMARK_OPTS", "-Xmx1g -Da=b");

    assertThat(run(process).out()).contains(" -Xmx1g -Da=b -jar ");
  }

  private Outcome start(String... arguments) throws Exception {
    return run(process(arguments));
  }

  private ProcessBuilder process(String... arguments) {
    ProcessBuilder process = new ProcessBuilder("bash", project.resolve("tidemark").toString());
    process.command().addAll(List.of(arguments));
    return process;
  }

  private Outcome run(ProcessBuilder process) throws Exception {
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process started = environment(process).redirectError(err.toFile()).start();
    String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(started.waitFor(), out, Files.readString(err));
  }

  private ProcessBuilder environment(ProcessBuilder process) {
    process.environment().put("JAVA_HOME", jdk.toString());
    process.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    return process;
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds.txt"));
  }

  private void maven(String build) throws IOException {
    script(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo "$@" >> '%s'
        cd '%s' && { %s
        }
        jars='schemas serde topology runtime records dev client worker node job-delays-by-state job-quake-sequences'
        for jar in $jars; do mkdir -p cli/target/lib && touch cli/target/lib/tidemark-$jar-0.1.0.jar; done
        """
            .formatted(folder.resolve("builds.txt"), project, build));
  }

  private static void script(Path path, String text) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }
}
