package dev.tidemark.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.cluster.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTableTest {

  private final MemberTable table = new MemberTable("self");

  @Test
  void shouldTakeANodeForDeadAfterTenSecondsOfSilence() {
    joined();
    heard("other", 0);

    heard("self", 5);
    assertThat(live(9)).containsExactly("other", "self");
    heard("self", 9);
    heard("self", 11);
    assertThat(live(11)).containsExactly("self");
    assertThat(known(11)).containsExactly("other", "self");
  }

  @Test
  void shouldGiveItsWorkersUpAfterAMinute() {
    joined();
    heard("other", 0);
    for (int second = 2; second <= 62; second += 2) {
      heard("self", second);
    }

    assertThat(known(62)).containsExactly("self");
  }

  @Test
  void shouldJudgeNobodyWhileItIsDeafItself() {
    joined();
    heard("other", 0);
    heard("self", 1);

    // the brokers are away for two minutes
    assertThat(live(120)).containsExactly("other", "self");
    heard("self", 121);
    assertThat(live(122)).containsExactly("other", "self");
    heard("self", 126);
    heard("self", 131);
    assertThat(live(131)).containsExactly("self");
  }

  @Test
  void shouldKnowHowOldTheSignsAreThatItFindsWhenItComes() {
    table.heard(node("dead"), 0, seconds(100));
    table.heard(node("fresh"), 58_000, seconds(100));
    table.heard(node("self"), 60_000, seconds(100));

    table.loaded(60_000, seconds(100));

    assertThat(live(100)).containsExactly("fresh", "self");
  }

  @Test
  void shouldForgetAtOnceWhoSaysGoodBye() {
    joined();
    heard("other", 0);

    table.left("other");

    assertThat(known(0)).containsExactly("self");
  }

  private void joined() {
    table.heard(node("self"), 0, 0);
    table.loaded(0, 0);
  }

  private void heard(String id, int second) {
    table.heard(node(id), second * 1_000L, seconds(second));
  }

  private List<String> live(int second) {
    return table.live(seconds(second)).stream().map(NodeView::id).toList();
  }

  private List<String> known(int second) {
    return table.known(seconds(second)).stream().map(NodeView::id).toList();
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private static NodeView node(String id) {
    return TestCluster.node(id, Instant.EPOCH, false);
  }
}
