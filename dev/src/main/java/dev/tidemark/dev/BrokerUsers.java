package dev.tidemark.dev;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The users of a broker: every client must give a name and its password (SASL/PLAIN), and may do
 * only what access control lists allow it. One user, the administrator, may do everything; the
 * broker itself is that user, too.
 *
 * @param administrator the name of the user who may do everything
 * @param passwords by name, the administrator's among them; names are of {@code [a-z0-9-]}
 */
public record BrokerUsers(String administrator, Map<String, String> passwords) {
  private static final String PROTOCOL = "SASL_PLAINTEXT";
  private static final String MECHANISM = "PLAIN";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if a name is malformed, or the administrator has no password
   */
  public BrokerUsers {
    passwords = Map.copyOf(passwords);
    for (String name : passwords.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "user '%s' is malformed; use 1 to 64 of [a-z0-9-]".formatted(name));
      }
    }
    if (!passwords.containsKey(administrator)) {
      throw new IllegalArgumentException(
          "the administrator '%s' has no password; add one".formatted(administrator));
    }
  }

  /** One user, the administrator. */
  public static BrokerUsers administrator(String name, String password) {
    return new BrokerUsers(name, Map.of(name, password));
  }

  /** These users and one more, who may do nothing yet. */
  public BrokerUsers with(String name, String password) {
    Map<String, String> more = new HashMap<>(passwords);
    more.put(name, password);
    return new BrokerUsers(administrator, more);
  }

  /**
   * Returns the properties with which a client of one of these users connects.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Map<String, String> clientProperties(String name) {
    return Map.of(
        "security.protocol",
        PROTOCOL,
        "sasl.mechanism",
        MECHANISM,
        "sasl.jaas.config",
        login(name) + ";");
  }

  Map<String, String> brokerProperties() {
    StringBuilder login = new StringBuilder(login(administrator));
    passwords.forEach(
        (name, password) ->
            login
                .append(" user_")
                .append(name)
                .append("=\"")
                .append(escaped(password))
                .append('"'));
    String jaas = login.append(';').toString();
    return Map.ofEntries(
        Map.entry(
            "listener.security.protocol.map",
            "%s:%s,%s:%s"
                .formatted(
                    BrokerSettings.BROKER_LISTENER,
                    PROTOCOL,
                    BrokerSettings.CONTROLLER_LISTENER,
                    PROTOCOL)),
        Map.entry("sasl.enabled.mechanisms", MECHANISM),
        Map.entry("sasl.mechanism.inter.broker.protocol", MECHANISM),
        Map.entry("sasl.mechanism.controller.protocol", MECHANISM),
        Map.entry(jaasKey(BrokerSettings.BROKER_LISTENER), jaas),
        Map.entry(jaasKey(BrokerSettings.CONTROLLER_LISTENER), jaas),
        Map.entry(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        Map.entry("allow.everyone.if.no.acl.found", "false"),
        Map.entry("super.users", "User:" + administrator));
  }

  private String login(String name) {
    String password = passwords.get(name);
    if (password == null) {
      throw new IllegalArgumentException("there is no user '%s'".formatted(name));
    }
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
        .formatted(name, escaped(password));
  }

  private static String jaasKey(String listener) {
    return "listener.name.%s.plain.sasl.jaas.config".formatted(listener.toLowerCase(Locale.ROOT));
  }

  private static String escaped(String password) {
    return password.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return "BrokerUsers[administrator=" + administrator + ", users=" + passwords.keySet() + "]";
  }
}
