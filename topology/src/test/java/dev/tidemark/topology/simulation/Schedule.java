package dev.tidemark.topology.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides by a seed what happens next in a world: first work and faults mixed, until late in the
 * life of the log, then a quiet end in which everything is read and committed.
 */
final class Schedule {
  private final World world;
  private final SplittableRandom random;
  private final int faultsPerThousand;
  private final int recordsMax;

  Schedule(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
    this.faultsPerThousand = random.nextInt(5) == 0 ? 0 : random.nextInt(20, 200);
    this.recordsMax = random.nextInt(1, 7);
  }

  void run() {
    List<Task> tasks = world.tasks;
    int threads = random.nextInt(1, tasks.size() + 1);
    for (int i = 0; i < threads; i++) {
      world.newWorker();
    }
    for (int i = 0; i < tasks.size(); i++) {
      world.assign(tasks.get(i), world.workers.get(i < threads ? i : random.nextInt(threads)));
    }
    int steps = 30 + random.nextInt(20 * tasks.size());
    for (int step = 0; step < steps; step++) {
      next();
    }
    settle();
  }

  private void next() {
    int kind = random.nextInt(1_000);
    if (kind < faultsPerThousand) {
      fault();
    } else if (kind < 300) {
      world.commit(anyWorker());
    } else if (kind < 350 && world.scenario.hasIdleness()) {
      world.now += random.nextInt(2 * (int) SimulatedJob.IDLE_AFTER_MS);
    } else if (kind < 450 && world.scenario.hasIdleness()) {
      world.becomeIdle(anyOwner(anyWorker()));
    } else if (kind < 520 && world.scenario.retry.isPresent()) {
      world.now += random.nextInt(15);
      world.retry(anyOwner(anyWorker()));
    } else if (kind < 560 && world.grows()) {
      arrive();
    } else {
      world.process(anyOwner(anyWorker()), random.nextInt(1, recordsMax + 1));
    }
  }

  private void arrive() {
    int partition = random.nextInt(world.available.length);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      if (world.available[partition] < world.scenario.closingAt[partition]) {
        world.append(partition, random);
      }
    }
  }

  private void fault() {
    int kind = random.nextInt(10);
    if (kind < 3 && !world.dangling.isEmpty()) {
      world.abort(world.dangling.get(random.nextInt(world.dangling.size())));
      return;
    }
    Worker worker = anyWorker();
    if (worker.zombie) {
      wakeZombie(worker, kind);
    } else if (kind < 5) {
      crash(worker);
    } else if (kind < 8) {
      world.zombify(worker);
      handOver(worker);
    } else {
      rebalance(worker);
    }
  }

  /** Time has passed it by: its punctuators run first, and then it commits what they did. */
  private void wakeZombie(Worker worker, int kind) {
    if (kind < 5) {
      world.crash(worker);
      return;
    }
    world.now += 2 * SimulatedJob.IDLE_AFTER_MS;
    worker.owned.forEach(world::retry);
    worker.owned.forEach(world::becomeIdle);
    world.commit(worker);
  }

  /** Before the flush, or between the flush and the commit. */
  private void crash(Worker worker) {
    if (random.nextBoolean()) {
      worker.owned.forEach(owner -> owner.pipeline.flush());
    }
    world.crash(worker);
    handOver(worker);
  }

  /** A task moves on without a fault: its worker commits and lets it go. */
  private void rebalance(Worker worker) {
    if (worker.owned.size() < 2) {
      return;
    }
    world.commit(worker);
    Owner owner = anyOwner(worker);
    worker.owned.remove(owner);
    world.assign(owner.task, successor(worker));
  }

  private void handOver(Worker worker) {
    Worker successor = successor(worker);
    for (Owner owner : worker.owned) {
      world.assign(owner.task, successor);
    }
  }

  private Worker successor(Worker worker) {
    List<Worker> others = world.workers.stream().filter(w -> w != worker && !w.zombie).toList();
    if (others.isEmpty() || random.nextInt(3) > 0) {
      return world.newWorker();
    }
    return others.get(random.nextInt(others.size()));
  }

  private Worker anyWorker() {
    return world.workers.get(random.nextInt(world.workers.size()));
  }

  private Owner anyOwner(Worker worker) {
    return worker.owned.get(random.nextInt(worker.owned.size()));
  }

  /** No more faults: the dead are buried, what is left arrives, and all of it is read. */
  private void settle() {
    world.log("no more faults");
    for (Worker worker : List.copyOf(world.workers)) {
      if (worker.zombie) {
        world.crash(worker);
      }
    }
    List.copyOf(world.dangling).forEach(world::abort);
    if (world.grows()) {
      arriveUntil(world.scenario.closingAt);
      if (random.nextBoolean()) {
        untilNothingMoves();
      }
      arriveUntil(world.scenario.partitions.stream().mapToInt(List::size).toArray());
    }
    untilNothingMoves();
  }

  private void arriveUntil(int[] ends) {
    for (int p = 0; p < ends.length; p++) {
      while (world.available[p] < ends[p]) {
        world.append(p, random);
      }
    }
  }

  /** A round in which nothing moves may still commit what the next one reads: two are needed. */
  private void untilNothingMoves() {
    int quietRounds = 0;
    while (quietRounds < 2) {
      quietRounds = moves() ? 0 : quietRounds + 1;
    }
  }

  private boolean moves() {
    boolean moved = false;
    world.now += 2 * SimulatedJob.IDLE_AFTER_MS;
    for (Worker worker : world.workers) {
      for (Owner owner : worker.owned) {
        moved |= world.process(owner, Integer.MAX_VALUE) > 0;
        moved |= world.retry(owner);
        moved |= world.becomeIdle(owner);
      }
      world.commit(worker);
    }
    return moved;
  }
}
