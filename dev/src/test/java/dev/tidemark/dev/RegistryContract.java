package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.RegistryHttp.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/**
 * What every client of Confluent's registry may rely on, over HTTP. One registry answers all tests
 * of a class, so each works on subjects and schemas of its own.
 */
interface RegistryContract {
  AtomicInteger NEXT = new AtomicInteger();

  /** The registry under test. */
  RegistryHttp registry();

  /** A number that no other test has. */
  static int next() {
    return NEXT.incrementAndGet();
  }

  /** A subject that no other test uses. */
  static String subject() {
    return "orders-" + next() + "-value";
  }

  /** A schema that no other test registers. */
  static String fresh() {
    return Schemas.record("Order" + next());
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  static List<Integer> numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  static void assertError(Reply reply, int status, int code, String... parts) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.errorCode()).as(reply.text()).isEqualTo(code);
    assertThat(reply.message()).isNotBlank().doesNotContain("\n");
    for (String part : parts) {
      assertThat(reply.message()).contains(part);
    }
  }

  /** All of it. */
  interface Whole
      extends RegistrationContract,
          ReferencesContract,
          DeletionContract,
          CompatibilityContract,
          ErrorsContract {}
}
