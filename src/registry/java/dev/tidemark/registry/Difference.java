package dev.tidemark.registry;

/**
 * Where a client or a registry does not do what the others do. Each stands in {@code
 * docs/schemas.md} with its reason, in the words of its title.
 */
enum Difference {
  FOLLOWS_REDIRECTS("A redirect is not followed"),
  FAILS_OVER_ON_CONNECTIONS_ALONE("Another address is also asked"),
  BEGINS_ANYWHERE("The first address is asked first"),
  TAKES_HALF_ANSWERS("An answer has to be whole"),
  THROWS_ANYTHING("An answer without what was asked for"),
  TRUSTS_ANY_LENGTH("An answer is bounded"),
  MANGLES_SUBJECTS("Subjects may have any name"),
  TRUSTS_ANY_NAME("Host names are verified"),
  NEEDS_REASONS("Incompatible without a reason"),
  COMPARES_TEXTS("A schema that is laid out in another way is found"),
  CONFLICTS_WHEN_RACED("Two that register the same at once both succeed"),
  KEEPS_JAVA_STRINGS("Marks of the Java generator are left out"),
  LEVEL_NEEDS_A_SUBJECT("Apicurio: the level `NONE`"),
  VERSIONS_WHEN_RACED("Apicurio: versions of a schema that many register at once");

  private final String title;

  Difference(String title) {
    this.title = title;
  }

  /** How the documentation names it. */
  String title() {
    return title;
  }

  /** Whether Confluent's client differs by this from Tidemark's. */
  boolean concerns(Client client) {
    return client == Client.CONFLUENTS
        && this != LEVEL_NEEDS_A_SUBJECT
        && this != VERSIONS_WHEN_RACED;
  }
}
