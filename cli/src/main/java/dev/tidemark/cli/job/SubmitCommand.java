package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.FromOption;
import dev.tidemark.cli.option.JarUpload;
import dev.tidemark.cli.option.JarUpload.Uploaded;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.option.WaitOption;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.SubmitView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a job to a cluster. */
@Command(
    name = "submit",
    header = "Submit a job to the cluster: it runs there until it is stopped.",
    description = {
      "The jar is uploaded unless the cluster has it, planned, checked, and started on all nodes. Ctrl-C never stops "
          + "what was submitted.",
    },
    footer = {"", "Example:", "  tidemark submit revenue.jar --from earliest --wait"})
public final class SubmitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "JAR", description = "The jar that holds the job.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  Path jar;

  @Mixin JobOptions choice = new JobOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      order = 3,
      description = "The name of the job in the cluster (default: the job's own).")
  @Nullable String name;

  @Mixin FromOption from = new FromOption();
  @Mixin SettingsOptions settings = new SettingsOptions();

  @Option(names = "--paused", order = 30, description = "Start it paused; see tidemark resume.")
  boolean paused;

  @Option(
      names = "--replace",
      order = 31,
      description = "If a job of this name is there, upgrade it (default: it is refused).")
  boolean replace;

  @Option(names = "--dry-run", order = 32, description = "Say what would be done; change nothing.")
  boolean dryRun;

  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin WaitOption wait = new WaitOption();
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin ClientOptions options = new ClientOptions();

  public SubmitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      JarUpload upload = new JarUpload(terminal, client);
      Uploaded uploaded = upload.upload(jar);
      boolean used = false;
      SubmitView submitted;
      try {
        submitted = submit(client, uploaded);
        used = !submitted.dryRun();
      } finally {
        if (!used) {
          upload.takeBack(uploaded);
        }
      }
      SubmissionOutput result = new SubmissionOutput(terminal, output);
      if (submitted.dryRun()) {
        result.print(submitted);
        ExitCode exitCode =
            submitted.upgrade() == null ? ExitCode.OK : UpgradeText.exitCode(submitted.upgrade());
        return exitCode.number();
      }
      result.print(submitted, client, wait, paused ? JobState.PAUSED : JobState.RUNNING);
      return ExitCode.OK.number();
    }
  }

  private SubmitView submit(NodeClient client, Uploaded uploaded) {
    String begin = from.resolve(terminal);
    if (!replace) {
      return client.create(request(uploaded, name, JobSettings.DEFAULT, begin), dryRun);
    }
    String known = name != null ? name : ownName(client, uploaded);
    Optional<JobView> current = find(client, known);
    JobSettings inForce = current.map(job -> job.spec().settings()).orElse(JobSettings.DEFAULT);
    JobRequest request = request(uploaded, known, inForce, begin);
    if (dryRun || current.isEmpty()) {
      return client.put(known, request, OptionalLong.empty(), dryRun);
    }
    return new Upgrade(terminal, client, confirmation).make(current.get(), request);
  }

  private JobRequest request(
      Uploaded uploaded, @Nullable String as, JobSettings inForce, @Nullable String begin) {
    return new JobRequest(
        as,
        uploaded.id(),
        choice.className,
        choice.parameters,
        settings.over(inForce),
        begin,
        paused ? DesiredState.PAUSED : null);
  }

  private String ownName(NodeClient client, Uploaded uploaded) {
    return client
        .plan(uploaded.id(), new PlanRequest(choice.className, choice.parameters, null))
        .job();
  }

  private static Optional<JobView> find(NodeClient client, String name) {
    try {
      return Optional.of(client.job(name));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
