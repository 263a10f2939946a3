package dev.tidemark.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.base.JobException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a replay may be told to begin. */
class ReplayPointTest {

  @Test
  void shouldReadAFileAsKafkasToolsWriteIt() {
    assertThat(ReplayPoint.csv("orders,0,17\norders,1,0\n\nclicks, 2, 5\r\n").offsets())
        .isEqualTo(Map.of("orders", Map.of(0, 17L, 1, 0L), "clicks", Map.of(2, 5L)));
  }

  @Test
  void shouldSayWhichLineOfAFileIsNone() {
    for (String line : new String[] {"orders,0", "orders,x,1", ",0,1", "orders,-1,4", "a,0,1,2"}) {
      assertThatThrownBy(() -> ReplayPoint.csv("orders,0,17\n" + line))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("line 2")
          .hasMessageContaining(line);
    }
  }
}
