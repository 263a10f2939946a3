package dev.tidemark.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  private static final String PROPERTY = "tidemark.worker.jvm.options";

  private final String before = System.getProperty(PROPERTY, "");

  @BeforeEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void shouldTakeFurtherOptionsFromWhoeverRunsTheNodeAndBehindItsOwn() {
    List<String> own = options();

    System.setProperty(PROPERTY, " -Xlog:gc  -javaagent:/opt/agent.jar=port=1 ");

    assertThat(options()).startsWith(own.toArray(String[]::new));
    assertThat(options().subList(own.size(), options().size()))
        .containsExactly("-Xlog:gc", "-javaagent:/opt/agent.jar=port=1");
  }

  @Test
  void shouldTakeNoneFromNothing() {
    List<String> own = options();

    System.setProperty(PROPERTY, "  ");

    assertThat(options()).isEqualTo(own);
  }

  private static List<String> options() {
    return new ChildJvm("some.Main", 256, List.of("-Da=b"), Path.of("somewhere")).allOptions();
  }
}
