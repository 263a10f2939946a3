package dev.tidemark.node;

import dev.tidemark.archive.ClassArchive;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets planners and workers of all tests start from an archive of classes. */
public final class ClassArchiveExtension implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    ClassArchive.installForWorkers(ClassArchive.jarsFirst(System.getProperty("java.class.path")));
  }
}
