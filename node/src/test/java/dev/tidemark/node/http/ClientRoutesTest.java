package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.job.JobExceptionView;
import dev.tidemark.client.api.job.JobTaskView;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.StatusView;
import dev.tidemark.client.api.job.TopologyView;
import dev.tidemark.client.api.progress.WatermarksView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each question of the client reaches the service, and its answer comes back whole. */
class ClientRoutesTest {
  private static final OptionalLong ANY = OptionalLong.empty();

  private static Served served;
  private static NodeClient client;

  @BeforeAll
  static void serve() {
    served = Served.start();
    client = served.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    served.close();
  }

  @BeforeEach
  void forget() {
    served.service.asked.clear();
  }

  @Test
  void shouldAnswerOfTheCluster() {
    assertThat(client.cluster()).isEqualTo(Samples.cluster());
    assertThat(client.health()).isEqualTo(Samples.health());
  }

  @Test
  void shouldSayWhyItIsNotReady() {
    served.service.health = new HealthView(false, List.of("job revenue reads its state back"));

    assertThat(client.health()).isEqualTo(served.service.health);
    served.service.health = Samples.health();
  }

  @Test
  void shouldKeepJars(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("job.jar");
    Files.write(jar, new byte[300_000]);
    AtomicLong sent = new AtomicLong();

    assertThat(client.putJar(jar, sent::set))
        .isEqualTo(Samples.jar(Hashes.sha256(new byte[300_000])));
    assertThat(served.service.jarBytes).isEqualTo(300_000);
    assertThat(sent).hasValue(300_000);
    assertThat(client.jars()).containsExactly(Samples.jar(Samples.JAR_ID));
    assertThat(client.jar(Samples.OTHER_JAR_ID)).isEqualTo(Samples.jar(Samples.OTHER_JAR_ID));
    client.deleteJar(Samples.JAR_ID);
    assertThat(served.service.asked)
        .contains("putJar by=local", "deleteJar " + Samples.JAR_ID + " by=local");
  }

  @Test
  void shouldPlan() {
    PlanRequest request = new PlanRequest("Revenue", Map.of("minutes", "5"), "revenue");

    assertThat(client.plan(Samples.JAR_ID, request)).isEqualTo(Samples.plan());
    assertThat(served.service.asked).containsExactly("plan " + Samples.JAR_ID + " " + request);
  }

  @Test
  void shouldReplay() {
    assertThat(client.replay("revenue", Samples.replayRequest(), false))
        .isEqualTo(Samples.replayStarted(false));
    assertThat(client.replay("revenue", Samples.replayRequest(), true))
        .isEqualTo(Samples.replayStarted(true));
    assertThat(client.replays("revenue")).containsExactly(Samples.replay());
    assertThat(client.replay("revenue", 2)).isEqualTo(Samples.replay());
    assertThat(client.promote("revenue", 2)).isEqualTo(Samples.replay());
    assertThat(client.cancelReplay("revenue", 2, true)).isEqualTo(Samples.replay());
    assertThat(client.diff("revenue", 2, null, 50)).isEqualTo(Samples.diff());
    assertThat(client.diff("revenue", 2, "7f9c", 50)).isEqualTo(Samples.diff());

    assertThat(served.service.asked)
        .containsExactly(
            "replay revenue " + Samples.replayRequest() + " dry=false by=local",
            "replay revenue " + Samples.replayRequest() + " dry=true by=local",
            "replays revenue",
            "replay revenue 2",
            "promote revenue 2 by=local",
            "cancelReplay revenue 2 purge=true by=local",
            "diff revenue 2 null 50",
            "diff revenue 2 7f9c 50");
  }

  @Test
  void shouldSubmitAndUpgrade() {
    assertThat(client.create(Samples.request(), false)).isEqualTo(Samples.submitted(false, false));
    assertThat(client.create(Samples.request(), true)).isEqualTo(Samples.submitted(false, true));
    assertThat(client.put("revenue", Samples.request(), OptionalLong.of(7), true))
        .isEqualTo(Samples.submitted(true, true));
    assertThat(client.checkUpgrade("revenue", Samples.request())).isEqualTo(Samples.upgrade());

    assertThat(served.service.asked)
        .containsExactly(
            "create " + Samples.request() + " dry=false by=local",
            "create " + Samples.request() + " dry=true by=local",
            "put revenue " + Samples.request() + " if=OptionalLong[7] dry=true",
            "checkUpgrade revenue " + Samples.request());
  }

  @Test
  void shouldChangeAndDeleteJobs() {
    for (JobVerb verb : JobVerb.values()) {
      assertThat(client.change("revenue", verb, ANY)).isEqualTo(Samples.job());
    }
    client.change("revenue", JobVerb.STOP, OptionalLong.of(6));
    client.delete("revenue", false, ANY);
    client.delete("revenue", true, OptionalLong.of(7));

    assertThat(served.service.asked)
        .containsExactly(
            "change revenue PAUSE if=OptionalLong.empty",
            "change revenue RESUME if=OptionalLong.empty",
            "change revenue STOP if=OptionalLong.empty",
            "change revenue RESTART if=OptionalLong.empty",
            "change revenue STOP if=OptionalLong[6]",
            "delete revenue purge=false if=OptionalLong.empty",
            "delete revenue purge=true if=OptionalLong[7]");
  }

  @Test
  void shouldTellHowJobsFare() {
    assertThat(client.jobs()).containsExactly(Samples.job());
    assertThat(client.job("revenue")).isEqualTo(Samples.job());
    assertThat(client.status("revenue")).isEqualTo(StatusView.of(Samples.job(), Samples.alert()));
    assertThat(client.tasks("revenue")).isEqualTo(JobTaskView.of(Samples.job())).hasSize(1);
    assertThat(client.exceptions("revenue"))
        .isEqualTo(JobExceptionView.of(Samples.job()))
        .hasSize(1);
    assertThat(client.topology("revenue")).isEqualTo(TopologyView.of(Samples.job()));
    assertThat(client.offsets("revenue")).isEqualTo(Samples.offsets());
    assertThat(client.lag("revenue")).isEqualTo(Samples.lag());
    assertThat(client.watermarks("revenue")).isEqualTo(WatermarksView.of(Samples.lag()));
    assertThat(client.ledger("revenue")).isEqualTo(Samples.ledger());
  }

  @Test
  void shouldReadAndSettleLetters() {
    DeadLetterFilter filter =
        new DeadLetterFilter(
            null,
            "parse",
            "IOException",
            "MALFORMED",
            Samples.AT,
            Samples.AT,
            "a b",
            "1:42",
            "all");
    RequeueRequest requeue =
        new RequeueRequest(filter, ClosedWindow.CORRECT, 5, 100, 10, "bmV4dA", true);
    DiscardRequest discard = new DiscardRequest(filter, "gone", 10, "bmV4dA", true);

    assertThat(client.letters("revenue", DeadLetterKind.DEAD_LETTER, filter, 7, "bmV4dA").letters())
        .containsExactly(Samples.letter());
    assertThat(client.letter("revenue", DeadLetterKind.LATE, "orders-late", 1, 42))
        .isEqualTo(Samples.letter());
    assertThat(client.letterStats("revenue", DeadLetterKind.DEAD_LETTER, filter))
        .isEqualTo(Samples.letterStats());
    assertThat(client.requeue("revenue", DeadLetterKind.DEAD_LETTER, requeue))
        .isEqualTo(Samples.requeued());
    assertThat(client.discard("revenue", discard)).isEqualTo(Samples.discarded());

    assertThat(served.service.asked)
        .containsExactly(
            "letters revenue DEAD_LETTER " + filter + " limit=7 after=bmV4dA whole=false",
            "letter revenue LATE orders-late 1 42",
            "letterStats revenue DEAD_LETTER " + filter,
            "requeue revenue DEAD_LETTER " + requeue + " by=local",
            "discard revenue " + discard + " by=local");
  }

  @Test
  void shouldExportPageByPage() {
    List<String> lines = new ArrayList<>();
    DeadLetterFilter filter =
        new DeadLetterFilter("orders-late", null, null, null, null, null, "a&b", null, null);

    client.exportLetters("revenue", DeadLetterKind.LATE, filter, lines::add);

    assertThat(lines).hasSize(2).allMatch(line -> line.contains("no amount"));
    assertThat(served.service.asked)
        .containsExactly(
            "letters revenue LATE " + filter + " limit=1000 after=null whole=true",
            "letters revenue LATE " + filter + " limit=1000 after=bmV4dA whole=true");
  }

  @Test
  void shouldReadLogs() {
    assertThat(client.logs("revenue", null, 7, null)).isEqualTo(served.service.log);
    assertThat(client.logs("revenue", "a", 10_000, Samples.AT)).isEqualTo(served.service.log);
    assertThat(client.localLogs("revenue", 1, Samples.AT)).isEqualTo(served.service.log);

    assertThat(served.service.asked)
        .containsExactly(
            "logs revenue node=null tail=7 since=null",
            "logs revenue node=a tail=10000 since=2026-11-20T10:00:00Z",
            "localLogs revenue tail=1 since=2026-11-20T10:00:00Z");
  }

  @Test
  void shouldFollowLogsAndEvents() {
    try (EventStream<LogLine> lines = client.followLogs("revenue", "a", 2);
        EventStream<LogLine> local = client.followLocalLogs("revenue", 0);
        EventStream<EventView> events = client.events()) {
      assertThat(lines.next()).isEqualTo(Samples.line("first"));
      assertThat(lines.next()).isEqualTo(Samples.line("second"));
      assertThat(local.next()).isEqualTo(Samples.line("first"));
      served.service.tell(Samples.line("third: \u00fc \u20ac \ud83d\ude00"));
      served.service.tell(Samples.event(5));

      assertThat(lines.next()).isEqualTo(Samples.line("third: \u00fc \u20ac \ud83d\ude00"));
      assertThat(events.next()).isEqualTo(Samples.event(5));
    }
    assertThat(served.service.asked)
        .containsExactly(
            "followLogs revenue node=a tail=2", "followLocalLogs revenue tail=0", "events");
  }

  @Test
  void shouldAskStores() {
    var text = JsonNodeFactory.instance.textNode("e u&/%?#+=\u00fc");
    var number = JsonNodeFactory.instance.numberNode(42);
    var record = JsonNodeFactory.instance.objectNode().put("region", "eu");

    assertThat(client.stores("revenue")).containsExactly(Samples.store());
    assertThat(client.localStores("revenue")).containsExactly(Samples.store());
    assertThat(client.query("revenue", "revenue-panes", text)).isEqualTo(Samples.answer(text));
    assertThat(client.query("revenue", "s.1_A", number)).isEqualTo(Samples.answer(number));
    assertThat(client.localQuery("revenue", "s", record)).containsExactly(Samples.answer(record));

    assertThat(served.service.asked)
        .containsExactly(
            "stores revenue",
            "localStores revenue",
            "query revenue revenue-panes " + text,
            "query revenue s.1_A 42",
            "localQuery revenue s {\"region\":\"eu\"}");
  }
}
