package dev.tidemark.worker;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJar;
import dev.tidemark.topology.jar.JobJarException;
import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.explain.Explanation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process that makes one plan. It reads a {@link PlanOrder} from its standard input and writes
 * a {@link PlanAnswer} to its standard output.
 */
public final class PlannerMain {
  private static final int NO_ORDER = 64;
  private static final int INVALID = 422;

  private final PlanOrder order;
  private final Path jar;
  private final OutputStream out;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean codeDone = new AtomicBoolean();

  private PlannerMain(PlanOrder order, OutputStream out) {
    this.order = order;
    this.jar = Path.of(order.jar());
    this.out = out;
  }

  /**
   * Makes a plan, and ends the JVM.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException {
    Standard standard = Standard.takeOver();
    Optional<PlanOrder> order =
        new JsonLines.Reader(standard.in()).line().flatMap(line -> line.as(PlanOrder.class));
    if (order.isEmpty()) {
      System.err.println("a planner is started by a node, which tells it what to plan");
      Runtime.getRuntime().halt(NO_ORDER);
    }
    new PlannerMain(order.orElseThrow(), standard.out()).run();
  }

  private void run() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::exited, "exit"));
    Thread code = Thread.currentThread();
    Thread watch = new Thread(() -> watch(code), "watch");
    watch.setDaemon(true);
    watch.start();
    try {
      answer(planned());
    } catch (InvalidTopologyException e) {
      answer(invalid(e.problems()));
    } catch (JobJarException e) {
      answer(PlanAnswer.failed(INVALID, JarErrors.of(e, jar)));
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      answer(
          failed(
              "planning_failed",
              "the job can't be planned: " + e.toString().lines().findFirst().orElse(""),
              "correct the job's code"));
    }
  }

  private PlanAnswer planned() {
    JobJar opened = JobJar.open(jar); // open until the process ends
    StreamJob job = order.jobClass() == null ? opened.job() : opened.job(order.jobClass());
    PhysicalPlan plan = JobPlanner.plan(job, order.parameters(), Optional.ofNullable(order.name()));
    codeDone.set(true);
    ReplayTopicLookup look = ReplayTopicLookup.at(plan, order);
    return PlanAnswer.of(
        new PlanView(
            plan.job(),
            job.getClass().getName(),
            Explanation.text(plan),
            Explanation.json(plan),
            look.partitions(),
            List.copyOf(look.warnings())));
  }

  /** Reports where the job's code hangs, before the node kills the process. */
  private void watch(Thread code) {
    try {
      TimeUnit.MILLISECONDS.sleep(order.codeMs());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!codeDone.get()) {
      String place =
          JobCode.frame(code.getStackTrace()).map(frame -> "; it is at " + frame).orElse("");
      answer(
          failed(
              "planning_timeout",
              "the job's own code did not return within %d ms%s".formatted(order.codeMs(), place),
              "let define() state the job and do nothing else"));
    }
  }

  private void exited() {
    answer(
        failed(
            "planning_exited",
            "the job's own code ended the JVM" + ExitCaller.find().map(at -> ": " + at).orElse(""),
            "let it throw an exception instead of calling System.exit"));
  }

  private void answer(PlanAnswer answer) {
    if (answered.getAndSet(true)) {
      return;
    }
    try {
      out.write(JsonLines.line(answer));
      out.flush();
    } catch (IOException e) {
      System.err.println("the node does not listen: " + e);
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(0);
  }

  private PlanAnswer invalid(List<Problem> problems) {
    Problem first = problems.get(0);
    String others = problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
    return PlanAnswer.failed(
        INVALID,
        new ApiError(
            "topology_invalid",
            first.where() + ": " + first.what() + others,
            first.remedy(),
            problems.stream().map(PlannerMain::detail).toList()));
  }

  private static ApiError.Detail detail(Problem problem) {
    return new ApiError.Detail(
        problem.code().name().toLowerCase(Locale.ROOT),
        problem.where(),
        problem.what(),
        problem.remedy());
  }

  private static PlanAnswer failed(String code, String message, String hint) {
    return PlanAnswer.failed(INVALID, new ApiError(code, message, hint, List.of()));
  }
}
