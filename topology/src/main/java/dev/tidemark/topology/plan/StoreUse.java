package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A state store of a plan.
 *
 * @param store its name; its changelog is {@code <application id>-<store>-changelog}
 * @param holder the stage or table that it belongs to
 */
record StoreUse(String store, Content content, String holder) {

  /** What a store holds. */
  enum Content {
    PROGRESS("channels, watermarks and ledger of stage"),
    PANES("open panes of window"),
    CLOSED("closed panes of window"),
    PARKED("elements that wait for their next attempt, of stage"),
    TABLE("latest values of table");

    private final String words;

    Content(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** All stores of a plan. */
  static List<StoreUse> of(PhysicalPlan plan) {
    List<StoreUse> stores = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      stores.add(new StoreUse(stage.progressStore(), Content.PROGRESS, stage.name()));
      if (stage.input() instanceof Node.FinalWindow window) {
        stores.add(new StoreUse(window.panesStore(), Content.PANES, window.id()));
        window
            .closedStore()
            .ifPresent(store -> stores.add(new StoreUse(store, Content.CLOSED, window.id())));
      }
      stage
          .parkedStore()
          .ifPresent(store -> stores.add(new StoreUse(store, Content.PARKED, stage.name())));
    }
    for (Node.Table table : plan.tables()) {
      stores.add(new StoreUse(table.store(), Content.TABLE, table.topic()));
    }
    return stores;
  }
}
