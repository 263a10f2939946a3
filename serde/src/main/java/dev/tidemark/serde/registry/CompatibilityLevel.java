package dev.tidemark.serde.registry;

import org.apiguardian.api.API;

/**
 * The rule by which a registry accepts changes of a subject's schema. The names are those of the
 * REST protocol.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum CompatibilityLevel {
  /** Any change. */
  NONE,
  /** The new schema reads what the latest one wrote. */
  BACKWARD,
  /** The new schema reads what any earlier one wrote. */
  BACKWARD_TRANSITIVE,
  /** The latest schema reads what the new one writes. */
  FORWARD,
  /** Every earlier schema reads what the new one writes. */
  FORWARD_TRANSITIVE,
  /** {@link #BACKWARD} and {@link #FORWARD}. */
  FULL,
  /** {@link #BACKWARD_TRANSITIVE} and {@link #FORWARD_TRANSITIVE}. */
  FULL_TRANSITIVE
}
