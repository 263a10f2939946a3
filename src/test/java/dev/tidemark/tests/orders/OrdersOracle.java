package dev.tidemark.tests.orders;

import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.Judged;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.jobs.GeneratedJobs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs on orders must answer, computed plainly and without any code of the engine, once
 * everything is read and all partitions are idle.
 */
public final class OrdersOracle {

  private static final long SECOND = 1_000;

  private OrdersOracle() {}

  private record Pane(long start, String key) {}

  private record Sums(long count, long sum, long max) {
    Sums plus(long amount) {
      return new Sums(count + 1, sum + amount, Math.max(max, amount));
    }
  }

  private record Burst(String region, long first, long last, Sums sums) {}

  /** For {@link OrdersByRegion}. */
  public static OrdersAnswer ordersByRegion(List<OrdersLog.Line> log) {
    Judged judged =
        Judged.of(
            "orders-by-region",
            log,
            line -> line.amount() >= 0,
            (time, watermark) -> isComplete(end(time, SECOND), 500, watermark));
    SortedMap<Pane, Sums> panes = panes(judged.counted(), OrdersLog.Line::region);
    Content.Builder results = new Content.Builder("orders-by-region");
    panes.forEach(
        (pane, sums) -> {
          if (isComplete(pane.start() + SECOND, 500, judged.watermark())) {
            addResult(
                results,
                pane.key(),
                pane.start() + SECOND - 1,
                "%s@%d=%d/%d/%d"
                    .formatted(pane.key(), pane.start(), sums.count(), sums.sum(), sums.max()));
          }
        });
    return answer(judged, results.build(), panes.size());
  }

  /**
   * For the two jobs on teams.
   *
   * @param job the name of the job and of the topic that it writes
   * @param team of an order; {@code null}: the order is filtered
   */
  public static OrdersAnswer byTeam(
      String job, List<OrdersLog.Line> log, Function<OrdersLog.Line, @Nullable String> team) {
    Judged judged =
        Judged.of(
            job,
            log,
            line -> team.apply(line) != null,
            (time, watermark) -> isComplete(end(time, SECOND), 0, watermark));
    SortedMap<Pane, Sums> panes = panes(judged.counted(), line -> String.valueOf(team.apply(line)));
    Content.Builder results = new Content.Builder(job);
    panes.forEach(
        (pane, sums) -> {
          if (isComplete(pane.start() + SECOND, 0, judged.watermark())) {
            addResult(
                results,
                pane.key(),
                pane.start() + SECOND - 1,
                "%s@%d=%d/%d".formatted(pane.key(), pane.start(), sums.count(), sums.sum()));
          }
        });
    return answer(judged, results.build(), panes.size());
  }

  /** For {@link GeneratedJobs.OrderBursts}. */
  public static OrdersAnswer orderBursts(List<OrdersLog.Line> log) {
    Judged judged =
        Judged.of("order-bursts", log, line -> true, (time, watermark) -> time + 300 <= watermark);
    List<Burst> bursts = bursts(judged.counted(), 40);
    Content.Builder results = new Content.Builder("order-bursts");
    for (Burst burst : bursts) {
      if (burst.last() + 40 + 300 <= judged.watermark()) {
        Sums sums = burst.sums();
        addResult(
            results,
            burst.region(),
            burst.last(),
            "%s@%d-%d=%d/%d"
                .formatted(burst.region(), burst.first(), burst.last(), sums.count(), sums.sum()));
      }
    }
    return answer(judged, results.build(), bursts.size());
  }

  /** For {@link GeneratedJobs.BusiestSeconds}. */
  public static OrdersAnswer busiestSeconds(List<OrdersLog.Line> log) {
    Judged judged =
        Judged.of(
            "busiest-seconds",
            log,
            line -> true,
            (time, watermark) -> isComplete(end(time, SECOND), 500, watermark));
    SortedMap<Long, Sums> busiest = new TreeMap<>();
    long openSeconds = 0;
    for (Map.Entry<Pane, Sums> pane : panes(judged.counted(), OrdersLog.Line::region).entrySet()) {
      long end = pane.getKey().start() + SECOND;
      if (isComplete(end, 500, judged.watermark())) {
        long start = end(end - 1, 5 * SECOND) - 5 * SECOND;
        Sums before = busiest.getOrDefault(start, new Sums(0, 0, Long.MIN_VALUE));
        busiest.put(start, before.plus(pane.getValue().count()));
      } else {
        openSeconds++;
      }
    }
    Content.Builder results = new Content.Builder("busiest-seconds");
    long open = 0;
    for (Map.Entry<Long, Sums> window : busiest.entrySet()) {
      long end = window.getKey() + 5 * SECOND;
      // the second window's watermark is behind the first's by the lateness that the first allows
      if (isComplete(end, 0, judged.watermark() - 500)) {
        Sums sums = window.getValue();
        addResult(
            results,
            "all",
            end - 1,
            "all@%d=%d/%d/%d".formatted(window.getKey(), sums.count(), sums.sum(), sums.max()));
      } else {
        open++;
      }
    }
    return new OrdersAnswer(
        results.build(),
        judged.late(),
        judged.deadLetters(),
        judged.ledger(),
        List.of(openSeconds, open));
  }

  private static OrdersAnswer answer(Judged judged, Content results, long panes) {
    return new OrdersAnswer(
        results,
        judged.late(),
        judged.deadLetters(),
        judged.ledger(),
        List.of(panes - results.size()));
  }

  private static void addResult(Content.Builder results, String key, long time, String value) {
    results.add(
        BuiltInPartitioner.partitionForKey(Text.bytes(key), OrdersLog.PARTITIONS),
        new Content.Entry(key, time, value));
  }

  private static SortedMap<Pane, Sums> panes(
      List<OrdersLog.Line> lines, Function<OrdersLog.Line, String> key) {
    SortedMap<Pane, Sums> panes =
        new TreeMap<>(Comparator.comparing(Pane::start).thenComparing(Pane::key));
    for (OrdersLog.Line line : lines) {
      Pane pane = new Pane(end(line.time(), SECOND) - SECOND, key.apply(line));
      panes.put(pane, panes.getOrDefault(pane, new Sums(0, 0, Long.MIN_VALUE)).plus(line.amount()));
    }
    return panes;
  }

  /** In the order in which they become complete. */
  private static List<Burst> bursts(List<OrdersLog.Line> lines, long gap) {
    List<OrdersLog.Line> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparing(OrdersLog.Line::region).thenComparing(OrdersLog.Line::time));
    List<Burst> bursts = new ArrayList<>();
    for (OrdersLog.Line line : sorted) {
      Burst last = bursts.isEmpty() ? null : bursts.get(bursts.size() - 1);
      if (last != null && last.region().equals(line.region()) && line.time() - last.last() <= gap) {
        bursts.set(
            bursts.size() - 1,
            new Burst(last.region(), last.first(), line.time(), last.sums().plus(line.amount())));
      } else {
        Sums sums = new Sums(0, 0, Long.MIN_VALUE).plus(line.amount());
        bursts.add(new Burst(line.region(), line.time(), line.time(), sums));
      }
    }
    Collections.sort(bursts, Comparator.comparing(Burst::last).thenComparing(Burst::region));
    return bursts;
  }

  private static long end(long time, long size) {
    return time - time % size + size;
  }

  private static boolean isComplete(long end, long lateness, long watermark) {
    return end - 1 + lateness <= watermark;
  }
}
