package dev.tidemark.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The output format of a node's responses. The fields of JSON are those of the REST interface. */
public final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 70,
      description =
          "How to print it: table, json, jsonl (an object a line) or name (default: table).")
  public Format format = Format.table;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec verb;

  /** The formats; named as they are typed. */
  public enum Format {
    table,
    json,
    jsonl,
    name
  }

  /** Formats a list as lines. */
  public <T> List<String> list(
      List<T> items, Function<List<T>, TextTable> table, Function<T, String> name) {
    return switch (format) {
      case table -> table.apply(items).colored(isColored()).lines();
      case json -> List.of(pretty(items));
      case jsonl -> items.stream().map(OutputOptions::compact).toList();
      case name -> items.stream().map(name).toList();
    };
  }

  /** Formats one item as lines. */
  public <T> List<String> one(T item, Function<T, List<String>> text, String name) {
    return switch (format) {
      case table -> text.apply(item);
      case json -> List.of(pretty(item));
      case jsonl -> List.of(compact(item));
      case name -> List.of(name);
    };
  }

  /** Returns whether the output is for a human reader. */
  public boolean isTable() {
    return format == Format.table;
  }

  public boolean isColored() {
    return verb.root().commandLine().getColorScheme().ansi().enabled();
  }

  public static String compact(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value.getClass(), e);
    }
  }

  private static String pretty(Object value) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value.getClass(), e);
    }
  }
}
