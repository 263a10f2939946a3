package dev.tidemark.topology.plan;

import java.util.Locale;

/**
 * A state store of a plan.
 *
 * @param store its name; its changelog is {@code <application id>-<store>-changelog}
 * @param holder the stage, window or table that it belongs to
 */
public record StoreUse(String store, Content content, String holder) {

  /** The content of a store. */
  public enum Content {
    PROGRESS("channels, watermarks and ledger of stage"),
    PANES("open panes of window"),
    CLOSED("closed panes of window"),
    PARKED("elements that wait for their next attempt, of stage"),
    TABLE("latest values of table");

    private final String words;

    Content(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Returns its name in a plan document. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
