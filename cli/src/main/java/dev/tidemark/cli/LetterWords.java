package dev.tidemark.cli;

import dev.tidemark.node.api.LetterKind;

/** How people call what a job has put aside. */
enum LetterWords {
  DEAD_LETTER(LetterKind.DEAD_LETTER, "dlq", "dead letter"),
  LATE(LetterKind.LATE, "late", "late record");

  private final LetterKind kind;
  private final String verb;
  private final String one;

  LetterWords(LetterKind kind, String verb, String one) {
    this.kind = kind;
    this.verb = verb;
    this.one = one;
  }

  LetterKind kind() {
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
    return Texts.count(number, one);
  }
}
