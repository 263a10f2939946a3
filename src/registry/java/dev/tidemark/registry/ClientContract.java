package dev.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/**
 * What a client of a schema registry does, whoever made the client and whoever made the registry.
 * One registry answers all, so each case has subjects and schemas of its own.
 */
interface ClientContract {
  AtomicInteger NEXT = new AtomicInteger();

  /** The client under test. */
  Client client();

  /** The registry that answers. */
  Registry registry();

  /** Where it does. */
  String url();

  /** A new client, which has nothing in its caches. */
  default SubjectRegistry open(String... more) {
    return client().open(url(), more);
  }

  /** The registry without any client. */
  default Rest rest() {
    return new Rest(url());
  }

  /** Whether neither the registry nor the client looks further than to the text of a schema. */
  default boolean missesWhatIsLaidOutInAnotherWay() {
    return registry() == Registry.APICURIO && Difference.COMPARES_TEXTS.concerns(client());
  }

  /** A number that no other case has. */
  static int next() {
    return NEXT.incrementAndGet();
  }

  static Schema parse(String withApostrophes) {
    return new Schema.Parser().parse(json(withApostrophes));
  }

  static String json(String withApostrophes) {
    return withApostrophes.replace('\'', '"');
  }

  /** A record of the namespace {@code shop}. */
  static String record(String name, String... fields) {
    return "{'type':'record','name':'%s','namespace':'shop','fields':[%s]}"
        .formatted(name, String.join(",", fields));
  }

  static void assertSame(Schema actual, Schema expected) {
    assertThat(actual).isEqualTo(expected);
    assertThat(actual.toString()).isEqualTo(expected.toString());
  }

  /** All of it. */
  interface Whole
      extends RegisteringContract, ReferencesContract, CompatibilityContract, ErrorsContract {}
}
