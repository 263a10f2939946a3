package dev.tidemark.topology.simulation;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.StageScopes;
import dev.tidemark.topology.progress.StartPoint;
import dev.tidemark.topology.stage.StagePipeline;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seed: a job, its logs, workers with transactions, and what can happen to them. {@link
 * Schedule} decides what does.
 *
 * <ul>
 *   <li>A worker owns tasks and has one producer: they commit together, or not at all.
 *   <li>A commit flushes the pipelines, then makes messages, offsets and writes of state visible at
 *       once. Readers stop at the first open transaction and skip aborted ones.
 *   <li>A crash loses what is not committed. Its transaction stays open until it is aborted.
 *   <li>A zombie has lost its tasks without knowing. Its commit is refused only if one of its tasks
 *       has consumed or retried something since it was assigned: without offsets nobody asks.
 *   <li>Functions fail for a while. What they have seen of an attempt that is undone stays seen.
 * </ul>
 */
final class World {
  private static final long FAR_AHEAD = 1L << 50;

  final Scenario scenario;
  final SimulatedJob job;
  final Mutant mutant;
  final List<Task> tasks = new ArrayList<>();
  final List<Worker> workers = new ArrayList<>();
  final List<Transaction> dangling = new ArrayList<>();
  final List<LateRecord> late = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();

  /** How many records of each source partition are there already. */
  final int[] available;

  private final List<List<PartitionLog>> exchanges = new ArrayList<>();
  private final List<PartitionLog> outputs = new ArrayList<>();
  private final List<List<ExchangeInvariants>> invariants = new ArrayList<>();
  private final List<PartitionLog> outputsOfRunBefore = new ArrayList<>();
  private final @Nullable StringBuilder actions;
  private int workersEver;

  /** How the run differs from a plain one; a change counts for owners to come. */
  private StageScopes scopes;

  private Optional<Handover> handover = Optional.empty();

  /** Whether records arrive while the job runs. */
  private boolean grows;

  private boolean limitIsEnd;

  final List<LateRecord> lateOfRunBefore = new ArrayList<>();
  final List<DeadLetter> deadLettersOfRunBefore = new ArrayList<>();

  /** Virtual time. */
  long now = -100;

  /** How records are handed to pipelines. */
  Feed feed = Feed.ONE_BY_ONE;

  /** A world in which no function fails for a while. */
  World(Scenario scenario, Mutant mutant, boolean recordsActions) {
    this(scenario, mutant, new SplittableRandom(0), recordsActions);
  }

  World(Scenario scenario, Mutant mutant, SplittableRandom random, boolean recordsActions) {
    this.scenario = scenario;
    this.job = new SimulatedJob(scenario, new Troubles(random, scenario.troublesMax));
    this.mutant = mutant;
    this.actions = recordsActions ? new StringBuilder() : null;
    this.available = new int[scenario.sourcePartitions()];
    this.scopes = new StageScopes(job.plan(), ReplayScope.NONE, 1);
    this.grows = !scenario.isExact();
    for (int stage = 0; stage < job.stages().size(); stage++) {
      exchanges.add(new ArrayList<>());
      invariants.add(new ArrayList<>());
      for (int p = 0; p < job.partitionsOf(stage); p++) {
        tasks.add(new Task(stage, p));
        if (stage > 0) {
          PartitionLog log = new PartitionLog();
          exchanges.get(stage).add(log);
          invariants.get(stage).add(new ExchangeInvariants(this, stage, log));
        }
      }
    }
    for (int p = 0; p < lastStagePartitions(); p++) {
      outputs.add(new PartitionLog());
      outputsOfRunBefore.add(new PartitionLog());
    }
    if (scenario.isExact()) {
      for (int p = 0; p < available.length; p++) {
        available[p] = scenario.partitions.get(p).size();
      }
    }
  }

  /**
   * Makes it a replay: of a log that is all there, up to a limit that nobody reads beyond.
   *
   * @param limits how many records of each partition there are to this run
   */
  void replay(ReplayScope scope, int[] limits) {
    grows = false;
    limitIsEnd = false;
    scopes = new StageScopes(job.plan(), scope, 1);
    handover =
        Optional.ofNullable(scope.cut()).map(cut -> new Handover(cut.sources(), cut.windows()));
    System.arraycopy(limits, 0, available, 0, limits.length);
    for (Task task : tasks) {
      if (task.stage == 0 && task.owners == 0) {
        StartPoint start =
            scope.starts().getOrDefault(Scenario.SOURCE_TOPIC, Map.of()).get(task.partition);
        task.position = start == null ? 0 : indexOf(task.partition, start.offset());
      }
    }
  }

  /** The number of records before an offset. */
  int indexOf(int partition, long offset) {
    return (int)
        scenario.partitions.get(partition).stream().filter(r -> r.offset() < offset).count();
  }

  boolean grows() {
    return grows;
  }

  /** Whether the limit is the end of the log for now. */
  void endsAtItsLimits() {
    limitIsEnd = true;
  }

  /** Forgets what has been written. */
  void forgetWritten() {
    outputs.replaceAll(log -> new PartitionLog());
    late.clear();
    deadLetters.clear();
  }

  /** All workers stop after a commit. */
  void stop() {
    for (Worker worker : List.copyOf(workers)) {
      commit(worker);
    }
    workers.clear();
  }

  // --- what there is ---

  PartitionLog exchange(int reader, int partition) {
    return exchanges.get(reader).get(partition);
  }

  PartitionLog outputOf(String sink, byte[] key) {
    List<PartitionLog> topic =
        sink.equals(Handover.nameBefore("sink")) ? outputsOfRunBefore : outputs;
    return topic.get(Scenario.partitionOf(key, topic.size()));
  }

  boolean isOfRunBefore(SourceRecord origin) {
    return handover.filter(cut -> cut.isBefore(origin, origin.timestamp())).isPresent();
  }

  /** Everything that has been written, to exchanges and outputs. */
  List<PartitionLog> logs() {
    List<PartitionLog> logs = new ArrayList<>();
    exchanges.forEach(logs::addAll);
    logs.addAll(outputs);
    logs.addAll(outputsOfRunBefore);
    return logs;
  }

  /** What a read-committed consumer of an output partition sees. */
  List<PartitionLog.Entry> committedOutput(int partition) {
    return committed(outputs.get(partition));
  }

  /** The same of what was written for the run before. */
  List<PartitionLog.Entry> committedOutputOfRunBefore(int partition) {
    return committed(outputsOfRunBefore.get(partition));
  }

  private static List<PartitionLog.Entry> committed(PartitionLog log) {
    List<PartitionLog.Entry> seen = new ArrayList<>();
    for (int i = 0; i < log.entries.size(); i++) {
      if (log.isVisible(i)) {
        seen.add(log.entries.get(i));
      }
    }
    return seen;
  }

  int lastStagePartitions() {
    return job.partitionsOf(job.stages().size() - 1);
  }

  String actions() {
    return actions == null ? "" : actions.toString();
  }

  void log(String action) {
    if (actions != null) {
      actions.append(action).append('\n');
    }
  }

  private boolean isLogged() {
    return actions != null;
  }

  // --- ownership ---

  Worker newWorker() {
    Worker worker = new Worker(workersEver++);
    workers.add(worker);
    return worker;
  }

  void assign(Task task, Worker worker) {
    task.owners++;
    var progress = new TransactionalStore(task.progress);
    var panes = new TransactionalStore(task.panes);
    var parked = new TransactionalStore(task.parked);
    OrderedStore waiting = mutant.parked(parked);
    var outlet = new Outlet(this, worker, task.owners);
    Mutant.Output output = mutant.output(outlet, scenario);
    SimulatedJob.Wiring wiring = job.stages().get(task.stage);
    StagePipeline pipeline =
        StagePipeline.create(
            new StageContext(
                wiring.stage(),
                new StageContext.Where(
                    task.partition,
                    StageContext.Channels.of(wiring.inputPartitions(), wiring.incoming())),
                new StageContext.Io(
                    SimulatedJob.CODECS,
                    name -> SimulatedJob.table(),
                    output,
                    mutant.progress(progress),
                    name -> name.endsWith("-parked") ? waiting : panes),
                new StageContext.Bounds(
                    () -> now,
                    new StageLimits(
                        scenario.heapPanesMax, scenario.partialPanesMax, 1_000_000, FAR_AHEAD)),
                new StageContext.Run(
                    scopes.of(wiring.stage(), task.partition), StageContext.Identity.NONE)));
    Owner owner =
        new Owner(task, worker, progress, panes, parked, pipeline, output, mutant.reader());
    owner.quietSince = now;
    pipeline.restore();
    owner.catchUpReader(this);
    worker.owned.add(owner);
    if (isLogged()) {
      log(owner + " takes over at " + owner.position);
    }
  }

  // --- what a worker does ---

  /** Reads and processes up to some records; answers how many there were. */
  int process(Owner owner, int recordsMax) {
    List<StagePipeline.Input> inputs = new ArrayList<>();
    while (inputs.size() < recordsMax) {
      StagePipeline.Input input = owner.task.stage == 0 ? readSource(owner) : readExchange(owner);
      if (input == null) {
        break;
      }
      inputs.add(input);
    }
    if (inputs.isEmpty()) {
      return 0;
    }
    owner.hasConsumed = true;
    owner.quietSince = now;
    feed.feed(owner.pipeline, inputs);
    if (isLogged()) {
      log(owner + " processes " + inputs.size() + " up to " + owner.position);
    }
    return inputs.size();
  }

  private StagePipeline.@Nullable Input readSource(Owner owner) {
    int partition = owner.task.partition;
    if (owner.position >= available[partition]) {
      return null;
    }
    Scenario.SourceRecord record = scenario.partitions.get(partition).get(owner.position++);
    return new StagePipeline.Input(
        record.offset(), record.timestamp(), record.key(), record.value());
  }

  private StagePipeline.@Nullable Input readExchange(Owner owner) {
    PartitionLog log = exchange(owner.task.stage, owner.task.partition);
    while (owner.position < log.entries.size()) {
      int offset = owner.position;
      if (!mutant.readsUncommitted()) {
        if (log.isOpen(offset)) {
          return null;
        }
        invariantsOf(owner.task).sawUpTo(offset);
      }
      owner.position++;
      PartitionLog.Entry entry = log.entries.get(offset);
      byte[] value = entry.value();
      if (value != null
          && (log.isVisible(offset) || (mutant.readsUncommitted() && !entry.isMarker()))) {
        return new StagePipeline.Input(
            offset, entry.timestamp(), entry.key(), owner.reader.read(offset, value));
      }
    }
    return null;
  }

  /** Flushes and commits all of a worker's tasks; answers whether the commit was accepted. */
  boolean commit(Worker worker) {
    for (Owner owner : worker.owned) {
      flush(owner);
    }
    if (worker.zombie && worker.commitsOffsets(mutant)) {
      log(worker + " is refused");
      Transaction transaction = worker.takeTransaction();
      if (transaction != null) {
        transaction.end(Transaction.State.ABORTED);
      }
      workers.remove(worker);
      return false;
    }
    Transaction transaction = worker.takeTransaction();
    if (transaction != null) {
      transaction.end(Transaction.State.COMMITTED);
      for (LateRecord one : transaction.late) {
        (isOfRunBefore(one.origin()) ? lateOfRunBefore : late).add(one);
      }
      for (DeadLetter one : transaction.deadLetters) {
        (isOfRunBefore(one.origin()) ? deadLettersOfRunBefore : deadLetters).add(one);
      }
    }
    if (isLogged()) {
      log(worker + " commits" + (worker.commitsOffsets(mutant) ? "" : " without offsets"));
    }
    for (Owner owner : worker.owned) {
      committed(owner);
    }
    return true;
  }

  private void flush(Owner owner) {
    if (mutant.flushesPanesLate()) {
      owner.panesToCommit.addAll(owner.panes.takePending());
    }
    owner.output.flushing();
    owner.pipeline.flush();
    owner.output.flushed();
  }

  private void committed(Owner owner) {
    Task task = owner.task;
    if (!mutant.flushesPanesLate()) {
      owner.panesToCommit.addAll(owner.panes.takePending());
    }
    owner.panesToCommit.forEach(write -> write.applyTo(task.panes));
    owner.panesToCommit.clear();
    owner.progress.takePending().forEach(write -> write.applyTo(task.progress));
    owner.parked.takePending().forEach(write -> write.applyTo(task.parked));
    owner.output.committed();
    if (owner.hasConsumed) {
      task.position = owner.position;
    }
    if (task.stage > 0 && !mutant.readsUncommitted()) {
      invariantsOf(task).checkMerged(task, owner);
    }
  }

  /** Tries again what is due; answers whether something waits. */
  boolean retry(Owner owner) {
    if (owner.pipeline.isRetryDue(now)) {
      if (isLogged()) {
        log(owner + " retries, " + owner.pipeline.waiting() + " wait");
      }
      owner.hasRetried = true;
      owner.pipeline.retry(now);
      return true;
    }
    return owner.pipeline.waiting() > 0;
  }

  /** Tells that the input is idle, if that can be proved; answers whether it was. */
  boolean becomeIdle(Owner owner) {
    if (owner.task.stage > 0
        || owner.pipeline.idleAfterMs().isEmpty()
        || owner.pipeline.isIdle()
        || owner.pipeline.waiting() > 0
        || now - owner.quietSince < owner.pipeline.idleAfterMs().getAsLong()) {
      return false;
    }
    int partition = owner.task.partition;
    if (!grows && !limitIsEnd && available[partition] < scenario.partitions.get(partition).size()) {
      return false; // held back: that is not the end of the log
    }
    int end = owner.worker.zombie ? owner.endKnown : available[owner.task.partition];
    if (owner.position != end && !mutant.guessesIdleness()) {
      return false;
    }
    owner.pipeline.becomeIdle(offsetAt(owner.task.partition, owner.position));
    if (isLogged()) {
      log(owner + " is found idle at " + owner.position);
    }
    return true;
  }

  private long offsetAt(int partition, int position) {
    return position == 0 ? 0 : scenario.partitions.get(partition).get(position - 1).offset() + 1;
  }

  // --- what happens to a worker ---

  /** The process dies. */
  void crash(Worker worker) {
    log(worker + " crashes");
    workers.remove(worker);
    Transaction transaction = worker.takeTransaction();
    if (transaction != null) {
      dangling.add(transaction);
    }
  }

  /** The process is paused for so long that its tasks go to others; it lives on. */
  void zombify(Worker worker) {
    log(worker + " is paused and becomes a zombie");
    worker.zombie = true;
    for (Owner owner : worker.owned) {
      if (owner.task.stage == 0) {
        owner.endKnown = available[owner.task.partition];
      }
    }
  }

  /** The coordinator aborts what a dead producer left open. */
  void abort(Transaction transaction) {
    log("a dangling transaction is aborted");
    transaction.end(Transaction.State.ABORTED);
    dangling.remove(transaction);
  }

  /** A new record arrives. */
  void append(int partition, SplittableRandom random) {
    Scenario.SourceRecord record = scenario.partitions.get(partition).get(available[partition]++);
    Event event = record.value() == null ? null : Event.decode(record.value());
    if (event != null) {
      now = Math.max(now, event.time() + random.nextInt(8));
    }
    log("a record arrives in partition " + partition);
  }

  ExchangeInvariants invariantsOf(Task task) {
    return invariants.get(task.stage).get(task.partition);
  }

  InMemoryOrderedStore progressOf(int task) {
    return tasks.get(task).progress;
  }
}
