package dev.tidemark.dev.registry;

import java.util.List;

/**
 * The content by which two schemas are the same, and so get the same id.
 *
 * @param text the schema as Avro writes it: without white space, in Avro's order of attributes
 * @param references in the order of the request
 */
record SchemaContent(String text, List<Reference> references) {
  SchemaContent {
    references = List.copyOf(references);
  }
}
