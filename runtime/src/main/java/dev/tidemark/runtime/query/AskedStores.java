package dev.tidemark.runtime.query;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.util.ArrayList;
import java.util.List;

/** The stores of a plan that can be asked by key. */
public final class AskedStores {

  private final String job;
  private final List<AskedStore> all = new ArrayList<>();

  public AskedStores(PhysicalPlan plan) {
    job = plan.job();
    for (Stage stage : plan.stages()) {
      stage.window().ifPresent(window -> all.add(new PanesOf(window)));
    }
    plan.tables().forEach(table -> all.add(new TableOf(table)));
  }

  /** A store by what fills it. */
  sealed interface AskedStore {
    StoreInfo info();
  }

  /** The open panes of a window. */
  record PanesOf(Node.FinalWindow node) implements AskedStore {
    @Override
    public StoreInfo info() {
      return new StoreInfo(
          node.panesStore(),
          StoreInfo.Content.PANES,
          node.window().id(),
          node.window().keyType().description());
    }
  }

  /** The latest values of a table. */
  record TableOf(Node.Table node) implements AskedStore {
    @Override
    public StoreInfo info() {
      return new StoreInfo(
          node.id(), StoreInfo.Content.TABLE, node.topic(), node.keyType().description());
    }
  }

  List<StoreInfo> infos() {
    return all.stream().map(AskedStore::info).toList();
  }

  AskedStore named(String name) {
    return all.stream()
        .filter(store -> store.info().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new JobException(
                    JobException.Code.INVALID_QUERY,
                    "job " + job + " has no store of that name",
                    all.isEmpty()
                        ? "it has no store that can be asked"
                        : "ask one of "
                            + String.join(", ", infos().stream().map(StoreInfo::name).toList())));
  }
}
