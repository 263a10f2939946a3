package dev.tidemark.node.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.records.ReadableBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which letters fit a filter. Belongs to one thread. */
final class Selection {

  private static final Pattern AT = Pattern.compile("(\\d{1,9})[:/](\\d{1,18})");
  private static final String ALL = "all";

  private final DeadLetterFilter filter;
  private final ReadableBytes readable;
  private final @Nullable DeadLetterState state;
  private final Optional<Place> at;

  /** One letter alone. */
  record Place(int partition, long offset) {}

  /**
   * Of a filter.
   *
   * @throws ApiException 400 if it makes no sense
   */
  Selection(DeadLetterFilter filter, ReadableBytes readable) {
    this.filter = filter;
    this.readable = readable;
    this.at = Optional.ofNullable(filter.at()).map(Selection::place);
    this.state = state(filter.state());
  }

  /** The only one that can fit, if it is named. */
  Optional<Place> at() {
    return at;
  }

  /**
   * Sees to it that the topic that is asked for is one of those that there are.
   *
   * @throws ApiException 400 if it is not
   */
  void requireOneOf(List<String> topics) {
    String wanted = filter.topic();
    if (wanted != null && !topics.contains(wanted)) {
      throw refused(
          "the job has no such records in topic '%s'".formatted(wanted),
          topics.isEmpty()
              ? "it has no topic for them"
              : "give one of " + String.join(", ", topics));
    }
  }

  boolean wantsTopic(String topic) {
    return filter.topic() == null || filter.topic().equals(topic);
  }

  boolean fits(StoredDeadLetter letter, DeadLetterState itsState) {
    return (state == null || itsState == state)
        && (filter.step() == null || filter.step().equals(letter.step()))
        && (filter.cause() == null || filter.cause().equalsIgnoreCase(letter.cause()))
        && fitsTime(letter)
        && fitsException(letter, filter.exception())
        && (filter.key() == null || hasKey(letter, filter.key()));
  }

  private boolean fitsTime(StoredDeadLetter letter) {
    return (filter.since() == null || !letter.failedAt().isBefore(filter.since()))
        && (filter.until() == null || letter.failedAt().isBefore(filter.until()));
  }

  private static boolean fitsException(StoredDeadLetter letter, @Nullable String wanted) {
    return wanted == null || letter.exception().filter(name -> isNamed(name, wanted)).isPresent();
  }

  private static boolean isNamed(String name, String wanted) {
    return name.equals(wanted) || name.endsWith("." + wanted) || name.endsWith("$" + wanted);
  }

  private boolean hasKey(StoredDeadLetter letter, String wanted) {
    byte[] key = letter.key();
    if (key == null) {
      return false;
    }
    if (Arrays.equals(key, wanted.getBytes(StandardCharsets.UTF_8))) {
      return true;
    }
    JsonNode shown = readable.of(key, null).json();
    return wanted.equals(shown.toString())
        || (shown.isTextual() && wanted.equals(shown.textValue()));
  }

  private static Place place(String text) {
    Matcher matcher = AT.matcher(text);
    if (!matcher.matches()) {
      throw refused("'" + text + "' is no PARTITION:OFFSET", "give e.g. 0:42");
    }
    return new Place(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  private @Nullable DeadLetterState state(@Nullable String text) {
    if (text == null) {
      // who names one wants to see it, whatever has become of it
      return at.isPresent() ? null : DeadLetterState.OPEN;
    }
    if (text.equalsIgnoreCase(ALL)) {
      return null;
    }
    try {
      return DeadLetterState.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw refused(
          "'" + text + "' is no state", "give open, requeued, discarded, quarantined or all");
    }
  }

  private static ApiException refused(String message, String hint) {
    return ApiException.of(400, "bad_request", message, hint);
  }
}
