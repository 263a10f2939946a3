package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.service.DeadLetterService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Five dead letters in memory, two of which an answer takes at a time; the last can't be mended.
 */
public final class FakeLetters implements DeadLetterService {
  private static final int PAGE_MAX = 2;

  private final List<String> asked;
  private final boolean[] settled = new boolean[5];
  public volatile AlertView alert = AlertView.of(5, 2.0);

  FakeLetters(List<String> asked) {
    this.asked = asked;
  }

  @Override
  public DeadLettersView list(
      String job,
      DeadLetterKind kind,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    asked.add("letters %s %s limit=%d after=%s".formatted(kind, filter, limit, after));
    int from = after == null ? 0 : Integer.parseInt(after);
    int to = Math.min(settled.length, from + Math.min(limit, PAGE_MAX));
    List<DeadLetterView> page = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      if (filter.at() == null || filter.at().equals("1:" + offset)) {
        page.add(letter(offset, whole));
      }
    }
    return new DeadLettersView(job, page, to < settled.length ? Integer.toString(to) : null);
  }

  @Override
  public DeadLetterView show(
      String job, DeadLetterKind kind, @Nullable String topic, int partition, long offset) {
    return letter((int) offset, true);
  }

  @Override
  public DeadLetterStatsView stats(String job, DeadLetterKind kind, DeadLetterFilter filter) {
    return new DeadLetterStatsView(
        job,
        List.of(job + "-dead-letters"),
        1_204,
        1_200,
        3,
        1,
        0,
        List.of(
            new DeadLetterStatsView.Group(
                job + "-dead-letters",
                "parse",
                "FUNCTION_FAILED",
                "java.lang.IllegalStateException",
                "no\u001b[31m amount",
                1_204,
                1_200,
                FakeCluster.NOON,
                FakeCluster.NOON.plusSeconds(60),
                "1:4")),
        0,
        true);
  }

  @Override
  public RequeueView requeue(
      String job, DeadLetterKind kind, RequeueRequest request, Principal by) {
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    asked.add(
        "requeue %s dry=%s window=%s max=%d rate=%s after=%s"
            .formatted(
                kind,
                dryRun,
                request.closedWindow(),
                request.maxAttempts(),
                request.rate(),
                request.after()));
    int from = request.after() == null ? 0 : Integer.parseInt(request.after());
    int limit = request.limit() == null ? PAGE_MAX : request.limit();
    int to = Math.min(settled.length, from + Math.min(limit, PAGE_MAX));
    long requeued = 0;
    List<RequeueView.Left> left = new ArrayList<>();
    long selected = 0;
    for (int offset = from; offset < to; offset++) {
      selected += settled[offset] ? 0 : 1;
      if (offset == settled.length - 1) {
        left.add(new RequeueView.Left(job + "-dead-letters", 1, offset, "its window is closed"));
      } else if (!settled[offset]) {
        requeued++;
        settled[offset] = !dryRun;
      }
    }
    return new RequeueView(
        job,
        dryRun,
        selected,
        requeued,
        0,
        0,
        0,
        left.size(),
        0,
        requeued == 0 ? Map.of() : Map.of("orders", requeued),
        left,
        List.of("every reader of topic orders sees the records again, not this job alone"),
        to < settled.length ? Integer.toString(to) : null);
  }

  @Override
  public DiscardView discard(String job, DiscardRequest request, Principal by) {
    asked.add("discard dry=%s reason=%s".formatted(request.dryRun(), request.reason()));
    return new DiscardView(
        job,
        Boolean.TRUE.equals(request.dryRun()),
        request.after() == null ? 3 : 2,
        request.after() == null ? "3" : null);
  }

  @Override
  public AlertView alert(String job) {
    return alert;
  }

  private DeadLetterView letter(int offset, boolean whole) {
    return new DeadLetterView(
        "revenue-dead-letters",
        1,
        offset,
        settled[offset] ? DeadLetterState.REQUEUED : DeadLetterState.OPEN,
        "parse",
        "FUNCTION_FAILED",
        "java.lang.IllegalStateException",
        "no\u001b[31m amount",
        new DeadLetterView.Source("orders", 1, 4_711L + offset, FakeCluster.NOON),
        null,
        null,
        FakeCluster.NOON,
        4,
        1,
        "revenue.r1",
        12,
        2,
        17,
        TextNode.valueOf("eu"),
        whole ? FakeViews.json("{\"amount\": null}") : null,
        whole ? "avro 12" : null,
        settled[offset]
            ? new DeadLetterView.Resolution(
                DeadLetterState.REQUEUED, "ada", FakeCluster.NOON, null, "orders/1/5000")
            : null,
        whole ? Map.of("tidemark.step", "parse") : null);
  }
}
