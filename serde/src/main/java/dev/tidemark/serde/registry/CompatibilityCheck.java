package dev.tidemark.serde.registry;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The registry's verdict on a schema that might be registered.
 *
 * @param compatible whether the subject's compatibility level allows it
 * @param messages what does not fit, in the registry's words; empty when compatible, or when the
 *     registry gives no reasons
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CompatibilityCheck(boolean compatible, List<String> messages) {

  public CompatibilityCheck {
    messages = List.copyOf(messages);
  }
}
