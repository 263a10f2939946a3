package dev.tidemark.topology.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Names in a field that mostly holds one of them: a text for one, a list of texts for several. */
public final class OneOrMany {

  private OneOrMany() {}

  public static JsonNode json(List<String> names) {
    if (names.size() == 1) {
      return JsonNodeFactory.instance.textNode(names.get(0));
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    names.forEach(list::add);
    return list;
  }

  /** Returns the names; values that are not texts are left out. */
  public static List<String> read(JsonNode value) {
    List<String> names = new ArrayList<>();
    if (value.isTextual()) {
      names.add(value.textValue());
    } else if (value.isArray()) {
      value.forEach(each -> names.addAll(each.isTextual() ? List.of(each.textValue()) : List.of()));
    }
    return names;
  }
}
