package dev.tidemark.node.cluster;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;

/** What a node's principal has to be allowed, as commands. */
final class Acls {

  private Acls() {}

  /** An operation as people write it. */
  static String word(AclOperation operation) {
    return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How to allow an operation on the cluster's topics. */
  static String remedy(AclOperation operation, String cluster) {
    return "kafka-acls.sh --add --allow-principal User:NODE --operation %s --topic %s- --resource-pattern-type prefixed"
        .formatted(camel(operation), cluster);
  }

  /** How to allow the writing of transactions. */
  static String transactionsRemedy(String cluster) {
    return "kafka-acls.sh --add --allow-principal User:NODE --operation Write --transactional-id %s- --resource-pattern-type prefixed"
        .formatted(cluster);
  }

  private static String camel(AclOperation operation) {
    StringBuilder words = new StringBuilder();
    for (String word : operation.name().split("_")) {
      words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }
}
