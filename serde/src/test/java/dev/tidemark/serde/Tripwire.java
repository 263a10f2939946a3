package dev.tidemark.serde;

/** A class that nobody declares. Whoever loads it by a schema's word leaves a trace. */
public final class Tripwire {
  static {
    System.setProperty("tidemark.tripwire", "loaded");
  }

  public Tripwire(String ignored) {}
}
