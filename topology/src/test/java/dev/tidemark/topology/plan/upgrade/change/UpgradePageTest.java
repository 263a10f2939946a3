package dev.tidemark.topology.plan.upgrade.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.upgrade.UpgradeCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about upgrades says what the rules say. */
class UpgradePageTest {
  private static final Path PAGE = Path.of("..", "docs", "upgrade.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");

  @Test
  void shouldHaveARowForEachRuleInTheirOrder() throws IOException {
    List<String> rules =
        UpgradeCheck.RULES.stream().map(rule -> rule.title() + " -> " + verdicts(rule)).toList();

    assertThat(rows()).containsExactlyElementsOf(rules);
  }

  @Test
  void shouldNameEachVerdict() throws IOException {
    String page = Files.readString(PAGE);

    for (PlanChange.Verdict verdict : PlanChange.Verdict.values()) {
      assertThat(page).contains("\n| " + words(verdict) + " | ");
    }
  }

  private static List<String> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE).replace("\r\n", "\n"))
        .results()
        .map((MatchResult row) -> row.group(1) + " -> " + row.group(2))
        .filter(row -> !row.equals("what changes -> verdict"))
        .toList();
  }

  private static String verdicts(UpgradeRule rule) {
    return rule.verdicts().stream()
        .sorted()
        .map(UpgradePageTest::words)
        .collect(Collectors.joining(", "));
  }

  private static String words(PlanChange.Verdict verdict) {
    return switch (verdict) {
      case IN_PLACE -> "in place";
      case NEEDS_REPLAY -> "needs a replay";
      case REFUSED -> verdict.name().toLowerCase(Locale.ROOT);
    };
  }
}
