package dev.tidemark.serde.registry;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apiguardian.api.API;

/**
 * A registry in this JVM, for tests. Ids start at 1 and are given in the order of registration, one
 * per distinct schema whatever its subjects. Every schema is accepted: compatibility is not
 * checked.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class InMemorySchemaRegistry implements SchemaRegistry {
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, Set<Integer>> idsBySubject = new HashMap<>();

  @Override
  public synchronized Schema schemaById(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new SchemaNotFoundException("no schema has the id " + id);
    }
    return schemas.get(id - 1);
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (!idsBySubject.getOrDefault(subject, Set.of()).contains(id)) {
      throw new SchemaNotFoundException(
          "subject " + subject + " has no such schema of " + schema.getFullName());
    }
    return id;
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (id == 0) {
      schemas.add(schema);
      id = schemas.size();
    }
    idsBySubject.computeIfAbsent(subject, name -> new HashSet<>()).add(id);
    return id;
  }
}
