package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.client.api.deadletters.DeadLetterKind;

/** The names of dead letters and late records in texts. */
public enum DeadLetterWords {
  DEAD_LETTER(DeadLetterKind.DEAD_LETTER, "dlq", "dead letter"),
  LATE(DeadLetterKind.LATE, "late", "late record");

  private final DeadLetterKind kind;
  private final String verb;
  private final String one;

  DeadLetterWords(DeadLetterKind kind, String verb, String one) {
    this.kind = kind;
    this.verb = verb;
    this.one = one;
  }

  DeadLetterKind kind() {
    return kind;
  }

  /** The verb that they stand under. */
  String verb() {
    return verb;
  }

  /** One. */
  String one() {
    return one;
  }

  /** More than one. */
  String many() {
    return one + "s";
  }

  /** A count with the word. */
  String count(long number) {
    return Formatting.count(number, one);
  }
}
