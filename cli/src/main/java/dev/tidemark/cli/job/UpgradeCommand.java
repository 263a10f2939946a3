package dev.tidemark.cli.job;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.FromOption;
import dev.tidemark.cli.option.JarUpload;
import dev.tidemark.cli.option.JarUpload.Uploaded;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.option.WaitOption;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces the jar of a job. */
@Command(
    name = "upgrade",
    header = "Replace the jar, parameters or settings of a job; state and offsets carry over.",
    description = {
      "The new plan is compared with the one that runs. In place: state, names and offsets carry over. Needs a "
          + "replay: done only with --from, as a new run with empty state. Refused: with the reasons. Parameters "
          + "and settings that are not stated stay as they are.",
    },
    footer = {
      "",
      "With --check the exit code is 0 for in place, 15 for a replay, 16 for refused.",
      "",
      "Example:",
      "  tidemark upgrade revenue revenue-2.jar --check"
    })
public final class UpgradeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();

  @Parameters(index = "1", paramLabel = "JAR", description = "The jar that holds the new job.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  Path jar;

  @Mixin JobOptions choice = new JobOptions();
  @Mixin FromOption from = new FromOption();
  @Mixin SettingsOptions settings = new SettingsOptions();

  @Option(names = "--check", order = 30, description = "Say what it would mean; change nothing.")
  boolean check;

  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin WaitOption wait = new WaitOption();
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin ClientOptions options = new ClientOptions();

  public UpgradeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (NodeClient client = options.connect(terminal)) {
      JobView current = client.job(job.name);
      JarUpload upload = new JarUpload(terminal, client);
      Uploaded uploaded = upload.upload(jar);
      boolean used = false;
      try {
        JobRequest request = request(current.spec(), uploaded);
        if (check) {
          return print(client.checkUpgrade(job.name, request)).number();
        }
        SubmitView submitted = new Upgrade(terminal, client, confirmation).make(current, request);
        used = true;
        new SubmissionOutput(terminal, output)
            .print(submitted, client, wait, stateOf(submitted.job().spec().desiredState()));
        return ExitCode.OK.number();
      } finally {
        if (!used) {
          upload.takeBack(uploaded);
        }
      }
    }
  }

  private JobRequest request(JobSpec inForce, Uploaded uploaded) {
    Map<String, String> parameters = new LinkedHashMap<>(inForce.parameters());
    parameters.putAll(choice.parameters);
    return new JobRequest(
        inForce.name(),
        uploaded.id(),
        choice.className != null ? choice.className : sameClass(inForce, uploaded),
        parameters,
        settings.over(inForce.settings()),
        from.resolve(terminal),
        null);
  }

  private static @Nullable String sameClass(JobSpec inForce, Uploaded uploaded) {
    return uploaded.jar().jobs().stream().anyMatch(j -> j.jobClass().equals(inForce.jobClass()))
        ? inForce.jobClass()
        : null;
  }

  private ExitCode print(UpgradeView upgrade) {
    output.one(upgrade, UpgradeText::lines, upgrade.job()).forEach(terminal.out()::println);
    return UpgradeText.exitCode(upgrade);
  }

  private static JobState stateOf(DesiredState desired) {
    return switch (desired) {
      case RUNNING -> JobState.RUNNING;
      case PAUSED -> JobState.PAUSED;
      case STOPPED -> JobState.STOPPED;
    };
  }
}
