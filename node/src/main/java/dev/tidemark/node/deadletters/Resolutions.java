package dev.tidemark.node.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outcomes of dead letters, read from their resolutions topics. Thread-safe. */
final class Resolutions {

  private static final int KEPT_MAX = 30;

  private final Map<String, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > KEPT_MAX;
        }
      };

  /** The topic that has the resolutions of a topic's letters. */
  static String topicOf(String letters) {
    return letters + "-resolutions";
  }

  private static final class Kept {
    private final ResolutionIndex index;
    private final String resolutionsId;
    private final Map<Integer, Long> positions = new HashMap<>();

    private Kept(ResolutionIndex index, String resolutionsId) {
      this.index = index;
      this.resolutionsId = resolutionsId;
    }

    synchronized ResolutionIndex readOn(DeadLetterLog log, String topic, Map<Integer, Long> ends) {
      ends.forEach(
          (partition, end) -> {
            long from = positions.getOrDefault(partition, 0L);
            log.read(
                topic,
                partition,
                from,
                end,
                entry -> {
                  index.apply(entry);
                  return true;
                });
            positions.put(partition, Math.max(from, end));
          });
      return index;
    }
  }

  /** All that is committed by now. */
  ResolutionIndex upToDate(DeadLetterLog log, String letters, String lettersId) {
    Optional<DeadLetterLog.TopicEnds> found = log.topicEnds(topicOf(letters));
    return kept(letters, lettersId, found.map(DeadLetterLog.TopicEnds::id).orElse(""))
        .readOn(log, topicOf(letters), found.map(DeadLetterLog.TopicEnds::ends).orElse(Map.of()));
  }

  private synchronized Kept kept(String letters, String lettersId, String resolutionsId) {
    Kept known = kept.get(letters);
    if (known == null
        || !known.index.topicId().equals(lettersId)
        || !known.resolutionsId.equals(resolutionsId)) {
      known = new Kept(new ResolutionIndex(lettersId), resolutionsId);
      kept.put(letters, known);
    }
    return known;
  }

  /** Reads the full outcomes of some dead letters, by their names. */
  static Map<String, Resolution> details(
      DeadLetterLog log, String letters, String lettersId, Set<String> names) {
    Map<String, Resolution> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    String topic = topicOf(letters);
    log.topicEnds(topic)
        .map(DeadLetterLog.TopicEnds::ends)
        .orElse(Map.of())
        .forEach(
            (partition, end) ->
                log.read(
                    topic,
                    partition,
                    0,
                    end,
                    entry -> {
                      String name =
                          entry.key() == null
                              ? ""
                              : new String(entry.key(), StandardCharsets.UTF_8);
                      if (names.contains(name)) {
                        Resolution.parse(entry.value())
                            .filter(resolution -> resolution.topicId().equals(lettersId))
                            .ifPresent(resolution -> found.put(name, resolution));
                      }
                      return true;
                    }));
    return found;
  }
}
