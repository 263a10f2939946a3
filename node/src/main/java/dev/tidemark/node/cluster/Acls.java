package dev.tidemark.node.cluster;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;

/** The permissions that a node's principal needs, as commands. */
final class Acls {

  private Acls() {}

  /** An operation as people write it. */
  static String word(AclOperation operation) {
    return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the command that allows an operation on the cluster's topics. */
  static String remedy(AclOperation operation, String cluster) {
    return "kafka-acls.sh --add --allow-principal User:NODE --operation %s --topic %s- --resource-pattern-type prefixed"
        .formatted(camel(operation), cluster);
  }

  /** Returns the command that allows the writing of transactions. */
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
