package dev.tidemark.registry;

/** Which registry answers. */
enum Registry {
  /** Tidemark's, inside this JVM. */
  EMBEDDED,
  /** Apicurio's. */
  APICURIO
}
