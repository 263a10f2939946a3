package dev.tidemark.topology.plan;

import java.util.Optional;

/**
 * A parameter that a job asks for.
 *
 * @param name its name, {@code [a-z0-9-]{1,64}}
 * @param kind what its values are
 * @param defaultValue the value, as text, when none is given
 */
public record Parameter(String name, Kind kind, String defaultValue) {

  /** The kind of a parameter's values. */
  public enum Kind {
    /** Any text. */
    TEXT("a text", "any text"),
    /** A whole number of 64 bits. */
    LONG("a whole number", "e.g. 42"),
    /** A finite decimal number. */
    DOUBLE("a number", "e.g. 2.5"),
    /** True or false. */
    BOOLEAN("a boolean", "true or false"),
    /** A {@link Durations duration}. */
    DURATION("a duration", "e.g. 5m, 30s or PT5M");

    private final String noun;
    private final String example;

    Kind(String noun, String example) {
      this.noun = noun;
      this.example = example;
    }

    /** For messages, e.g. {@code a duration}. */
    public String noun() {
      return noun;
    }

    /** For messages, e.g. {@code e.g. 5m, 30s or PT5M}. */
    public String example() {
      return example;
    }

    /**
     * The value that a text stands for: a String, Long, Double, Boolean or Duration; empty if it
     * stands for none.
     */
    public Optional<Object> parse(String text) {
      return switch (this) {
        case TEXT -> Optional.of(text);
        case LONG -> number(() -> Long.parseLong(text));
        case DOUBLE ->
            number(() -> Double.parseDouble(text)).filter(d -> Double.isFinite((Double) d));
        case BOOLEAN ->
            text.equals("true") || text.equals("false")
                ? Optional.of(Boolean.valueOf(text))
                : Optional.empty();
        case DURATION -> Durations.parse(text).map(Object.class::cast);
      };
    }

    private static Optional<Object> number(java.util.function.Supplier<Object> parser) {
      try {
        return Optional.of(parser.get());
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
