package dev.tidemark.runtime.base;

/** The permission of a job to register the schemas of what it writes. */
public enum Registration {
  /** They must be registered before it starts, e.g. by the pipeline that builds it. */
  NEVER,
  /** What is not registered is, if the subject's compatibility level allows it. */
  COMPATIBLE
}
