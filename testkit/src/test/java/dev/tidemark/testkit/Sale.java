package dev.tidemark.testkit;

import java.time.Instant;

/** One sale, as text: {@code shop;cents;second}, e.g. {@code north;250;61}. */
record Sale(String shop, long cents, Instant time) {

  static Sale of(String text) {
    String[] parts = text.split(";", -1);
    return new Sale(
        parts[0], Long.parseLong(parts[1]), Instant.ofEpochSecond(Long.parseLong(parts[2])));
  }
}
