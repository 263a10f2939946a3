package dev.tidemark.worker;

import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.query.QueryAnswer;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.worker.view.EngineViews;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of the node. Questions wait for each other, but no other command waits for
 * them.
 */
final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int QUESTIONS_MAX = 64;

  private final WorkerRun run;
  private final Outbox outbox;
  private final JsonLines.Reader lines;
  private final NodeWatch watch;
  private final ThreadPoolExecutor questions;

  Commands(WorkerRun run, Outbox outbox, JsonLines.Reader lines, NodeWatch watch) {
    this.run = run;
    this.outbox = outbox;
    this.lines = lines;
    this.watch = watch;
    this.questions =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUESTIONS_MAX),
            task -> {
              Thread thread = new Thread(task, "worker-questions");
              thread.setDaemon(true);
              return thread;
            });
    this.questions.allowCoreThreadTimeOut(true);
  }

  /** Runs commands until the node sends stop, or its input ends. */
  void run() {
    try {
      Optional<JsonLines.Line> line = lines.line();
      while (line.isPresent()) {
        watch.heard();
        line.get()
            .as(Command.class)
            .ifPresentOrElse(this::obey, () -> LOG.warn("an unknown command is ignored"));
        line = lines.line();
      }
    } catch (IOException e) {
      LOG.warn("no more can be read from the node: {}", e.toString());
    }
    run.abandoned("is gone");
  }

  private void obey(Command command) {
    if (command instanceof Command.Pause) {
      run.pause(true);
    } else if (command instanceof Command.Resume) {
      run.pause(false);
    } else if (command instanceof Command.Stop) {
      Thread stop = new Thread(run::stop, "worker-stop");
      stop.setDaemon(true);
      stop.start(); // the end of the input must still be noticed
    } else if (command instanceof Command.Stores stores) {
      later(stores.id(), () -> list(stores.id()));
    } else if (command instanceof Command.Query query) {
      later(query.id(), () -> lookUp(query));
    }
  }

  private void later(long id, Runnable question) {
    try {
      questions.execute(
          () -> {
            try {
              question.run();
            } catch (JobException e) {
              refuse(id, e);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
              LOG.warn("a query failed", e);
              outbox.refuse(
                  id,
                  422,
                  "query_failed",
                  "the query failed: " + e.getClass().getName(),
                  "see the job's log");
            }
          });
    } catch (RejectedExecutionException e) {
      outbox.refuse(id, 429, "too_many_queries", "too many queries at a time", "ask less often");
    }
  }

  private void list(long id) {
    List<StoreView> stores =
        run.runner().map(JobRunner::stores).orElse(List.of()).stream()
            .map(EngineViews::store)
            .toList();
    outbox.answer(id, new Message.Listed(id, stores));
  }

  private void lookUp(Command.Query query) {
    Optional<JobRunner> runner = run.runner();
    if (runner.isEmpty()) {
      outbox.refuse(query.id(), 503, "not_ready", "the job is starting", "try again");
      return;
    }
    Instant at = Instant.now();
    List<StoreAnswer> answers =
        runner.get().query(query.store(), query.key()).stream()
            .map(answer -> view(query, answer, at))
            .toList();
    outbox.answer(query.id(), new Message.Answered(query.id(), answers));
  }

  private void refuse(long id, JobException e) {
    int status =
        switch (e.code()) {
          case INVALID_QUERY -> 400;
          case QUERY_FAILED -> 422;
          default -> 503;
        };
    outbox.refuse(
        id,
        status,
        e.code().name().toLowerCase(Locale.ROOT),
        String.valueOf(e.getMessage()),
        e.hint());
  }

  private StoreAnswer view(Command.Query query, QueryAnswer answer, Instant at) {
    return new StoreAnswer(
        run.order().job(),
        query.store(),
        query.key(),
        answer.found(),
        answer.entries().stream().map(EngineViews::entry).toList(),
        answer.truncated(),
        answer.partition(),
        answer.partitions(),
        run.order().node(),
        at,
        answer.behind());
  }
}
