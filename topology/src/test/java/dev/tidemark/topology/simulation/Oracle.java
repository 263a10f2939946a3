package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.stage.base.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of a scenario, computed offline from the whole log at once: no engine code, no
 * partitions of exchanges, no schedule.
 */
final class Oracle {
  private static final long NOTHING = Long.MIN_VALUE;

  /**
   * An element that made it into at least one window.
   *
   * @param missedTo the last millisecond of the last window that it was late for
   */
  record Element(int key, long time, int[] ids, long missedTo) {
    Element(int key, long time, int[] ids) {
      this(key, time, ids, NOTHING);
    }
  }

  /** A window that is complete. */
  record Result(Fired fired, long completeAt) {}

  final List<String> late = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();
  final Map<String, Long> ledger = new TreeMap<>();
  final List<Element> onTime = new ArrayList<>();

  /** How many elements were late for all of their windows. */
  int late() {
    return ledger.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(Outcome.LATE.name()))
        .mapToInt(entry -> Math.toIntExact(entry.getValue()))
        .sum();
  }

  /** What the sink gets, in the order of each key's partition. */
  final List<Result> results;

  private final Scenario scenario;
  private final List<Long> watermarks = new ArrayList<>();

  Oracle(Scenario scenario) {
    this.scenario = scenario;
    for (int p = 0; p < scenario.sourcePartitions(); p++) {
      readPartition(p);
    }
    this.results = scenario.isExact() ? results() : List.of();
  }

  // --- the sources ---

  private void readPartition(int partition) {
    long highest = NOTHING;
    for (Scenario.SourceRecord record : scenario.partitions.get(partition)) {
      long before = highest == NOTHING ? NOTHING : highest - scenario.outOfOrderMs;
      count(partition, Outcome.READ, 1);
      Event event = record.value() == null ? null : Event.decode(record.value());
      if (event == null) {
        reject(partition, record, "source", record.value() == null ? "NULL" : "MALFORMED");
      } else if (event.defect() == Event.Defect.NO_TIME) {
        reject(partition, record, "source", "NO_EVENT_TIME");
      } else if (highest != NOTHING
          && scenario.maxAheadMs.isPresent()
          && event.time() > highest + scenario.maxAheadMs.getAsLong()) {
        reject(partition, record, "source", "TOO_FAR_AHEAD");
      } else {
        highest = Math.max(highest, event.time());
        process(partition, record, event, before);
      }
    }
    if (!scenario.partitions.get(partition).isEmpty() || scenario.hasIdleness()) {
      watermarks.add(highest == NOTHING ? NOTHING : highest - scenario.outOfOrderMs);
    }
  }

  private void process(int partition, Scenario.SourceRecord record, Event event, long before) {
    if (event.defect() == Event.Defect.FILTER_THROWS) {
      reject(partition, record, "keep", "FUNCTION_FAILED");
      return;
    }
    if (event.defect() == Event.Defect.FILTERED || event.copies() == 0) {
      count(partition, Outcome.FILTERED, 1);
      return;
    }
    count(partition, Outcome.EXPANDED, event.copies() - 1);
    for (int i = 0; i < event.copies(); i++) {
      aggregate(partition, record, event.copy(i), before);
    }
  }

  private void aggregate(int partition, Scenario.SourceRecord record, Event event, long before) {
    long missedTo = missedTo(event.time(), before);
    boolean isLate = isLate(event.time(), before);
    boolean nullKey = event.defect() == Event.Defect.NULL_KEY;
    if (scenario.shape == Scenario.Shape.JOIN_THEN_WINDOW) {
      if (nullKey) {
        reject(partition, record, "send", "NULL_KEY");
        return;
      }
      if (!SimulatedJob.isInTable(event.key())) {
        count(partition, Outcome.FILTERED, 1);
        return;
      }
    }
    if (isLate) {
      count(partition, Outcome.LATE, 1);
      late.add(lateText(partition, record.offset(), event.time(), before));
    } else if (nullKey) {
      reject(partition, record, SimulatedJob.WINDOW, "NULL_KEY");
    } else {
      count(partition, Outcome.COUNTED, 1);
      onTime.add(new Element(event.key(), event.time(), new int[] {event.id()}, missedTo));
      if (missedTo != NOTHING) {
        late.add(lateText(partition, record.offset(), event.time(), before));
      }
    }
  }

  /** Of windows that overlap: the last millisecond of the last that was complete already. */
  private long missedTo(long time, long before) {
    if (before == NOTHING || !(scenario.window.spec() instanceof OverlappingWindows windows)) {
      return NOTHING;
    }
    return lasts(windows, time).stream()
        .filter(last -> scenario.window.completeAt(last) <= before)
        .mapToLong(last -> last)
        .max()
        .orElse(NOTHING);
  }

  /** The last milliseconds of all windows that hold an instant, tried one by one. */
  static List<Long> lasts(OverlappingWindows windows, long time) {
    List<Long> lasts = new ArrayList<>();
    for (long start = time - windows.sizeMs() + 1; start <= time; start++) {
      if (start % windows.stepMs() == 0) {
        lasts.add(start + windows.sizeMs() - 1);
      }
    }
    return lasts;
  }

  private boolean isLate(long time, long before) {
    if (before == NOTHING) {
      return false;
    }
    if (scenario.window.spec() instanceof OverlappingWindows windows) {
      return lasts(windows, time).stream()
          .allMatch(last -> scenario.window.completeAt(last) <= before);
    }
    if (scenario.window.spec() instanceof WindowSpec.Tumbling tumbling) {
      return startOf(time, tumbling.sizeMs())
              + tumbling.sizeMs()
              - 1
              + scenario.window.allowedLatenessMs()
          <= before;
    }
    return time + scenario.window.allowedLatenessMs() <= before;
  }

  static String lateText(int partition, long offset, long time, long watermark) {
    return partition + "@" + offset + " time " + time + " watermark " + watermark;
  }

  private void reject(int partition, Scenario.SourceRecord record, String step, String cause) {
    count(partition, Outcome.DEAD_LETTERED, 1);
    deadLetters.add(Scenario.SOURCE_TOPIC + partition + "@" + record.offset() + step + cause);
  }

  private void count(int partition, Outcome fate, long count) {
    if (count != 0) {
      ledger.merge(Scenario.SOURCE_TOPIC + partition + fate, count, Long::sum);
    }
  }

  // --- the windows ---

  private List<Result> results() {
    long merged = merged();
    List<Result> first = close(scenario.window, onTime, merged, SimulatedJob.WINDOW);
    if (scenario.shape != Scenario.Shape.WINDOW_AFTER_WINDOW) {
      return first;
    }
    List<Element> elements = new ArrayList<>();
    for (Result result : first) {
      Fired fired = result.fired;
      elements.add(new Element(SimulatedJob.secondKey(fired.key()), fired.last(), fired.ids()));
    }
    long promised = merged == NOTHING ? NOTHING : promise(merged);
    return close(scenario.secondWindow, elements, promised, SimulatedJob.SECOND_WINDOW);
  }

  /** The panes of the first window that are complete, whether or not their results fail. */
  List<Fired> firstPanes() {
    Map<Integer, List<Element>> byKey = new HashMap<>();
    onTime.forEach(e -> byKey.computeIfAbsent(e.key, k -> new ArrayList<>()).add(e));
    List<Fired> panes = new ArrayList<>();
    byKey.forEach((key, list) -> panes.addAll(panes(scenario.window.spec(), key, list)));
    return panes;
  }

  /** Just before the earliest result that may still come. */
  private long promise(long merged) {
    if (scenario.window.spec() instanceof OverlappingWindows windows) {
      long next = merged - scenario.window.completeAt(0) + 1;
      while ((next + 1 - windows.sizeMs()) % windows.stepMs() != 0) {
        next++;
      }
      return next - 1;
    }
    if (!(scenario.window.spec() instanceof WindowSpec.Tumbling tumbling)) {
      return merged - scenario.window.completeAt(0);
    }
    long last = startOf(merged - 100, tumbling.sizeMs()) - 1;
    while (scenario.window.completeAt(last) <= merged) {
      last += tumbling.sizeMs();
    }
    return last - 1;
  }

  /** The least of all; the highest once all are idle, which they are in the end. */
  private long merged() {
    if (watermarks.size() < scenario.sourcePartitions()) {
      return NOTHING;
    }
    return watermarks.stream()
        .reduce(scenario.hasIdleness() ? Math::max : Math::min)
        .orElse(NOTHING);
  }

  private List<Result> close(
      Scenario.Window window, List<Element> elements, long watermark, String step) {
    Map<Integer, List<Element>> byKey = new HashMap<>();
    elements.forEach(e -> byKey.computeIfAbsent(e.key, k -> new ArrayList<>()).add(e));
    List<Result> results = new ArrayList<>();
    byKey.forEach(
        (key, list) -> {
          for (Fired pane : panes(window.spec(), key, list)) {
            long completeAt = window.completeAt(pane.last());
            if (watermark != NOTHING && completeAt <= watermark) {
              results.add(new Result(pane, completeAt));
            }
          }
        });
    results.sort(
        Comparator.comparingLong(Result::completeAt)
            .thenComparing(result -> bytes(result.fired.key()), Arrays::compareUnsigned)
            .thenComparingLong(result -> result.fired.first()));
    if (scenario.resultsFail) {
      results.stream()
          .filter(result -> SimulatedJob.fails(result.fired.ids()))
          .forEach(result -> deadLetters.add(rejected(step, result.fired)));
      results.removeIf(result -> SimulatedJob.fails(result.fired.ids()));
    }
    return results;
  }

  private static String rejected(String step, Fired fired) {
    return step + fired.key() + "@" + Math.max(0, fired.last());
  }

  private static List<Fired> overlapping(
      OverlappingWindows windows, int key, List<Element> elements) {
    TreeMap<Long, List<Element>> byLast = new TreeMap<>();
    for (Element element : elements) {
      for (long last : lasts(windows, element.time)) {
        if (last > element.missedTo) {
          byLast.computeIfAbsent(last, none -> new ArrayList<>()).add(element);
        }
      }
    }
    List<Fired> panes = new ArrayList<>();
    byLast.forEach(
        (last, pane) -> {
          int[] ids = pane.stream().flatMapToInt(e -> Arrays.stream(e.ids)).sorted().toArray();
          panes.add(new Fired(key, last - windows.sizeMs() + 1, last, ids));
        });
    return panes;
  }

  private static List<Fired> panes(WindowSpec spec, int key, List<Element> elements) {
    if (spec instanceof OverlappingWindows windows) {
      return overlapping(windows, key, elements);
    }
    List<Element> sorted =
        elements.stream().sorted(Comparator.comparingLong(Element::time)).toList();
    List<Fired> panes = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i < sorted.size() && belongTogether(spec, sorted.get(i - 1).time, sorted.get(i).time)) {
        continue;
      }
      List<Element> pane = sorted.subList(from, i);
      long first = pane.get(0).time;
      long last = pane.get(pane.size() - 1).time;
      if (spec instanceof WindowSpec.Tumbling tumbling) {
        first = startOf(first, tumbling.sizeMs());
        last = first + tumbling.sizeMs() - 1;
      }
      int[] ids = pane.stream().flatMapToInt(e -> Arrays.stream(e.ids)).sorted().toArray();
      panes.add(new Fired(key, first, last, ids));
      from = i;
    }
    return panes;
  }

  private static boolean belongTogether(WindowSpec spec, long one, long next) {
    if (spec instanceof WindowSpec.Tumbling tumbling) {
      return startOf(one, tumbling.sizeMs()) == startOf(next, tumbling.sizeMs());
    }
    return next - one <= ((WindowSpec.Session) spec).gapMs();
  }

  private static long startOf(long time, long size) {
    long number = time / size;
    return (time % size < 0 ? number - 1 : number) * size;
  }

  private static byte[] bytes(int key) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }
}
