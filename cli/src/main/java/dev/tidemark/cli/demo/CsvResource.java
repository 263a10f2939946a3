package dev.tidemark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A gzipped CSV file with a header line, on the classpath. */
final class CsvResource {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private CsvResource() {}

  /**
   * All rows in file order.
   *
   * @param path absolute on the classpath, e.g. {@code
   *     /dev/tidemark/jobs/delaysbystate/flights.csv.gz}
   * @param row makes one element of a row
   * @throws IllegalStateException when the file is not on the classpath or a row can't be
   *     understood
   */
  static <T> List<T> read(String path, Function<CSVRecord, T> row) {
    try (InputStream resource = CsvResource.class.getResourceAsStream(path)) {
      if (resource == null) {
        throw new IllegalStateException(
            "the events " + path + " are not on the classpath: add the job's jar that holds them");
      }
      return parse(path, resource, row);
    } catch (IOException e) {
      throw new UncheckedIOException("the events " + path + " can't be read: " + e.getMessage(), e);
    }
  }

  private static <T> List<T> parse(String path, InputStream gzipped, Function<CSVRecord, T> row)
      throws IOException {
    List<T> elements = new ArrayList<>();
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(gzipped), UTF_8));
        CSVParser parser = CSVParser.parse(lines, FORMAT)) {
      for (CSVRecord csv : parser) {
        elements.add(element(path, csv, row));
      }
    }
    return elements;
  }

  private static <T> T element(String path, CSVRecord csv, Function<CSVRecord, T> row) {
    try {
      return row.apply(csv);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "row "
              + csv.getRecordNumber()
              + " of "
              + path
              + " can't be understood: "
              + e.getMessage(),
          e);
    }
  }
}
