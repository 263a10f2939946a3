package dev.tidemark.topology.eventtime.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Windows by their plainest definition, for comparison: keeps every element and computes all panes
 * from scratch each time. Shares no code with the engine.
 */
final class NaiveWindows {
  private final WindowSpec spec;
  private final List<Element> elements = new ArrayList<>();
  private long closed = Long.MIN_VALUE;

  NaiveWindows(WindowSpec spec) {
    this.spec = spec;
  }

  record Element(String key, long time, int id) {}

  record Pane(String key, long first, long last, long closesAt, List<Integer> ids) {}

  void add(String key, long time, int id) {
    elements.add(new Element(key, time, id));
  }

  /** All open panes in the order in which they would close. */
  List<Pane> open() {
    Map<String, List<Element>> byKey = new TreeMap<>();
    elements.forEach(e -> byKey.computeIfAbsent(e.key, k -> new ArrayList<>()).add(e));
    List<Pane> panes = new ArrayList<>();
    byKey.forEach((key, list) -> panes.addAll(panesOf(key, list)));
    panes.sort(
        Comparator.comparingLong(Pane::closesAt)
            .thenComparing(
                pane -> pane.key.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Arrays::compareUnsigned));
    return panes;
  }

  /** Removes and returns what a watermark completes. */
  List<Pane> close(long watermark) {
    List<Pane> closed = open().stream().filter(pane -> pane.closesAt <= watermark).toList();
    if (spec instanceof OverlappingWindows windows) {
      elements.removeIf(e -> e.time + windows.sizeMs() - 1 <= watermark);
      this.closed = Math.max(this.closed, watermark); // elements may be in windows still open
    } else {
      closed.forEach(pane -> elements.removeIf(e -> pane.ids.contains(e.id)));
    }
    return closed;
  }

  private List<Pane> panesOf(String key, List<Element> list) {
    if (spec instanceof OverlappingWindows overlapping) {
      return overlapping(key, list, overlapping);
    }
    return spec instanceof WindowSpec.Tumbling tumbling
        ? tumbling(key, list, tumbling.sizeMs())
        : sessions(key, list, ((WindowSpec.Session) spec).gapMs());
  }

  /** Every window that starts at a multiple of the step and holds an element. */
  private List<Pane> overlapping(String key, List<Element> list, OverlappingWindows windows) {
    Map<Long, List<Integer>> byStart = new TreeMap<>();
    for (Element e : list) {
      for (long start = e.time - windows.sizeMs() + 1; start <= e.time; start++) {
        if (start % windows.stepMs() == 0 && start + windows.sizeMs() - 1 > closed) {
          byStart.computeIfAbsent(start, s -> new ArrayList<>()).add(e.id);
        }
      }
    }
    List<Pane> panes = new ArrayList<>();
    byStart.forEach(
        (start, ids) -> {
          long last = start + windows.sizeMs() - 1;
          panes.add(new Pane(key, start, last, last, ids.stream().sorted().toList()));
        });
    return panes;
  }

  private static List<Pane> tumbling(String key, List<Element> list, long size) {
    Map<Long, List<Integer>> windows = new TreeMap<>();
    for (Element e : list) {
      long start = e.time >= 0 ? e.time / size * size : -((-e.time + size - 1) / size) * size;
      windows.computeIfAbsent(start, s -> new ArrayList<>()).add(e.id);
    }
    List<Pane> panes = new ArrayList<>();
    windows.forEach(
        (start, ids) ->
            panes.add(
                new Pane(
                    key,
                    start,
                    start + size - 1,
                    start + size - 1,
                    ids.stream().sorted().toList())));
    return panes;
  }

  /** Connected components: elements are joined when they are at most the gap apart. */
  private static List<Pane> sessions(String key, List<Element> list, long gap) {
    int[] component = new int[list.size()];
    Arrays.setAll(component, i -> i);
    for (int i = 0; i < component.length; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(list.get(i).time - list.get(j).time) <= gap) {
          int from = component[i];
          int to = component[j];
          for (int k = 0; k < component.length; k++) {
            component[k] = component[k] == from ? to : component[k];
          }
        }
      }
    }
    Map<Integer, List<Element>> components = new TreeMap<>();
    for (int i = 0; i < component.length; i++) {
      components.computeIfAbsent(component[i], c -> new ArrayList<>()).add(list.get(i));
    }
    List<Pane> panes = new ArrayList<>();
    for (List<Element> of : components.values()) {
      long first = of.stream().mapToLong(Element::time).min().orElseThrow();
      long last = of.stream().mapToLong(Element::time).max().orElseThrow();
      panes.add(
          new Pane(key, first, last, last + gap, of.stream().map(Element::id).sorted().toList()));
    }
    return panes;
  }
}
