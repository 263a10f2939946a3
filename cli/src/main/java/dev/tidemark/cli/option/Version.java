package dev.tidemark.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions that a report of a problem needs. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Properties build = build();
    return new String[] {
      "tidemark " + build.getProperty("version"),
      "kafka " + build.getProperty("kafka"),
      "java " + Runtime.version()
    };
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        build.load(in);
      }
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
