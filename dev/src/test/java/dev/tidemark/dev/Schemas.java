package dev.tidemark.dev;

import java.util.List;

/** Schemas for tests. */
final class Schemas {
  static final String ORDER = order("{'name':'id','type':'string'}");

  /** Reads what {@link #ORDER} wrote; ORDER reads what it writes. */
  static final String ORDER_WITH_DEFAULTED_FIELD =
      order(
          "{'name':'id','type':'string'}",
          "{'name':'region','type':['null','string'],'default':null}");

  /** Can't read what {@link #ORDER} wrote; ORDER reads what it writes. */
  static final String ORDER_WITH_REQUIRED_FIELD =
      order("{'name':'id','type':'string'}", "{'name':'amount','type':'long'}");

  /** Reads what all of these wrote; none of these reads what it writes. */
  static final String ORDER_WITHOUT_FIELDS = order();

  private Schemas() {}

  static String order(String... fields) {
    return record("Order", fields);
  }

  /** A record of the namespace {@code shop}, as Avro writes it. */
  static String record(String name, String... fields) {
    return json(
        "{'type':'record','name':'%s','namespace':'shop','fields':[%s]}"
            .formatted(name, String.join(",", List.of(fields))));
  }

  static String json(String withApostrophes) {
    return withApostrophes.replace('\'', '"');
  }
}
