package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.archive.ClassArchive;
import dev.tidemark.worker.PlannerMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without an archive every test is slower, and none would fail. */
class ClassArchiveTest {
  @Test
  void shouldBeWhatAPlannerLoadsItsClassesFrom() throws IOException {
    String path = ClassArchive.jarsFirst(System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassArchive.options(path));
    command.addAll(List.of("-Xlog:class+load", "-cp", path, PlannerMain.class.getName()));
    Process planner = new ProcessBuilder(command).redirectErrorStream(true).start();
    planner.getOutputStream().close(); // no order: it ends

    String log = new String(planner.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(log)
        .containsPattern("dev\\.tidemark\\.worker\\.PlannerMain source: shared objects file")
        .doesNotContainPattern("dev\\.tidemark\\.\\S+ source: file:");
  }
}
