package dev.tidemark.serde;

import java.util.List;

/**
 * What the registry says about a schema that might be registered.
 *
 * @param compatible whether the subject's compatibility level allows it
 * @param messages what does not fit, in the registry's words; empty when compatible, or when the
 *     registry gives no reasons
 */
public record CompatibilityCheck(boolean compatible, List<String> messages) {

  public CompatibilityCheck {
    messages = List.copyOf(messages);
  }
}
